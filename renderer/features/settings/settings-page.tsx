import { useDocumentTitle } from '../../components/document-title'
import { ErrorNote } from '../../components/error-note'
import { Panel } from '../../components/panel'
import { useSettings } from '../../data/queries/desk'
import { useOperator, useVaultStatus } from '../../data/queries/vault'
import { ColorScheme } from './color-scheme'
import { DeskSettings } from './desk-settings'
import classes from './settings-page.module.css'
import { Shortcuts } from './shortcuts'

/** What an admin may set for the desk, and what each operator may set for their own screen. */
export function SettingsPage() {
  useDocumentTitle('Settings')
  const settings = useSettings()
  const operator = useOperator()
  const vault = useVaultStatus().data
  return (
    <>
      <h1 className={classes.title}>Settings</h1>
      <div className={classes.page}>
        <div className={classes.column}>
          <ErrorNote error={settings.error} />
          {settings.data ? <DeskSettings settings={settings.data} mayChange={operator?.role === 'admin'} /> : null}
        </div>
        <div className={classes.column}>
          <Panel title="This screen">
            <ColorScheme />
          </Panel>
          <Panel title="Keyboard">
            <Shortcuts />
          </Panel>
          {vault ? (
            <Panel title="Vault">
              <p className={classes.folder}>{vault.folder}</p>
              <p className="small muted">TOTP Desk {vault.version}</p>
            </Panel>
          ) : null}
        </div>
      </div>
    </>
  )
}
