import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { ErrorNote } from '../components/error-note'
import { UnlockPage } from '../features/unlock/unlock-page'
import classes from './gone.module.css'
import { useVaultEvents, useVaultStatus } from './queries'
import { Shell } from './shell'

const FacingPage = lazy(() => import('../features/facing/facing-page').then((m) => ({ default: m.FacingPage })))

/** What stands between a visitor and the screens: the vault. The window turned to the person goes past it. */
export function Gate() {
  return (
    <Switch>
      <Route path="/facing/:totpId">
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
  if (vault.error)
    return (
      <main className={classes.gone}>
        <ErrorNote error={vault.error} />
      </main>
    )
  if (!vault.data) return null
  return vault.data.state === 'unlocked' ? <Shell /> : <UnlockPage vault={vault.data} />
}
