import { lazy, Suspense } from 'react'
import { Link, Route, Switch } from 'wouter'
import { useDocumentTitle } from '../components/document-title'
import { EmptyState } from '../components/empty-state'
import { paths } from '../data/paths'
import { useVaultStatus } from '../data/queries'
import { DeskPage } from '../features/desk/desk-page'

const PeoplePage = lazy(() => import('../features/people/people-page').then((m) => ({ default: m.PeoplePage })))
const PersonPage = lazy(() => import('../features/person/person-page').then((m) => ({ default: m.PersonPage })))
const EnrollPage = lazy(() => import('../features/enroll/enroll-page').then((m) => ({ default: m.EnrollPage })))
const AuditPage = lazy(() => import('../features/audit/audit-page').then((m) => ({ default: m.AuditPage })))
const SessionsPage = lazy(() => import('../features/sessions/sessions-page').then((m) => ({ default: m.SessionsPage })))
const ApiPage = lazy(() => import('../features/api/api-page').then((m) => ({ default: m.ApiPage })))
const DemoPage = lazy(() => import('../features/demo/demo-page').then((m) => ({ default: m.DemoPage })))
const SettingsPage = lazy(() => import('../features/settings/settings-page').then((m) => ({ default: m.SettingsPage })))

/** The screens inside the shell. */
export function Screens() {
  const demo = useVaultStatus().data?.demo ?? false
  return (
    <Suspense>
      <Switch>
        <Route path="/" component={DeskPage} />
        <Route path="/people" component={PeoplePage} />
        <Route path="/people/:userId">{({ userId }) => <PersonPage key={userId} />}</Route>
        <Route path="/people/:userId/enroll">{({ userId }) => <EnrollPage key={userId} />}</Route>
        <Route path="/audit">
          <AuditPage />
        </Route>
        <Route path="/audit/person/:userId">{({ userId }) => <AuditPage key={userId} userId={userId} />}</Route>
        <Route path="/sessions" component={SessionsPage} />
        <Route path="/api" component={ApiPage} />
        {demo ? <Route path="/demo" component={DemoPage} /> : null}
        <Route path="/settings" component={SettingsPage} />
        <Route component={NoSuchScreen} />
      </Switch>
    </Suspense>
  )
}

function NoSuchScreen() {
  useDocumentTitle('Nothing here')
  return (
    <>
      <h1 className="visually-hidden">Nothing here</h1>
      <EmptyState title="There is no screen at this address." action={<Link href={paths.desk}>Go to the desk</Link>} />
    </>
  )
}
