import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { asDeskError, useVaultEvents, useVaultStatus } from '../data/queries'
import { UnlockPage } from '../features/unlock/unlock-page'
import { Gone } from './gone'
import { Shell } from './shell'

const FacingPage = lazy(() => import('../features/facing/facing-page').then((m) => ({ default: m.FacingPage })))

/** What stands between a visitor and the screens: the vault. The window turned to the person goes past it. */
export function Gate() {
  return (
    <Switch>
      <Route path="/person-screen/:totpId">
        <Suspense>
          <FacingPage />
        </Suspense>
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
  if (vault.error) return <Gone title={asDeskError(vault.error).message} />
  if (!vault.data) return null
  return vault.data.state === 'unlocked' ? <Shell /> : <UnlockPage vault={vault.data} />
}
