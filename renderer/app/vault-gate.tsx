import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { ScreenBoundary } from '../components/screen-boundary/screen-boundary'
import { asDeskError } from '../data/desk-error'
import { useVaultEvents } from '../data/lock'
import { paths } from '../data/paths'
import { usePresence } from '../data/presence'
import { useVaultStatus } from '../data/queries/vault'
import { UnlockPage } from '../features/unlock/unlock-page'
import { HostStopped } from './host-stopped'
import { Shell } from './shell'

const PersonScreenPage = lazy(() =>
  import('../features/person-screen/person-screen-page').then((m) => ({ default: m.PersonScreenPage })),
)

/** Shows the screens only while the vault is open. The person's screen needs no open screen of the operator. */
export function VaultGate() {
  usePresence()
  return (
    <Switch>
      <Route path={paths.personScreen(':totpId')}>
        <ScreenBoundary advice="Ask at the desk to open it again.">
          <Suspense>
            <PersonScreenPage />
          </Suspense>
        </ScreenBoundary>
      </Route>
      <Route>
        <OperatorSide />
      </Route>
    </Switch>
  )
}

function OperatorSide() {
  useVaultEvents()
  const vault = useVaultStatus()
  if (vault.error) return <HostStopped title={asDeskError(vault.error).message} />
  if (!vault.data) return null
  return vault.data.state === 'unlocked' ? <Shell /> : <UnlockPage vault={vault.data} />
}
