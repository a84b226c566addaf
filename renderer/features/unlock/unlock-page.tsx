import type { VaultStatus } from '../../../shared/model/desk'
import { useDocumentTitle } from '../../components/document-title'
import { Mark } from '../../components/mark'
import { Tag } from '../../components/tag'
import { CreateVault } from './create-vault'
import { DemoPassphrase } from './demo-passphrase'
import { InBrowserNote } from './in-browser-note'
import { OtherVaults } from './other-vaults'
import classes from './unlock.module.css'
import { UnlockVault } from './unlock-vault'

/** Before the desk opens: the vault is created here on the first day, and unlocked on all others. */
export function UnlockPage({ vault }: { vault: VaultStatus }) {
  const first = vault.state === 'absent'
  useDocumentTitle(first ? 'Set up' : 'Locked')
  return (
    <main className={classes.page}>
      <div className={classes.card} data-wide={first || undefined}>
        <header className={classes.brand}>
          <Mark height={26} />
          <span>TOTP Desk</span>
          {vault.demo ? <Tag tone="warn">Demo</Tag> : null}
        </header>
        {first ? <OtherVaults first /> : null}
        {first ? <CreateVault /> : <UnlockVault />}
        {first ? null : <OtherVaults first={false} />}
        {vault.demo && !first ? <DemoPassphrase /> : null}
      </div>
      <InBrowserNote />
      <footer className={classes.where}>
        <span>{first ? 'The vault will be in' : 'The vault is in'}</span>
        <span className="mono">{vault.folder}</span>
        <span className={classes.version}>Version {vault.version}. Nothing here uses the network.</span>
      </footer>
    </main>
  )
}
