import { type ComponentType, lazy, Suspense } from 'react'
import { Link, Route, Switch } from 'wouter'
import { useDocumentTitle } from '../components/document-title'
import { EmptyState } from '../components/empty-state'
import { ScreenBoundary } from '../components/screen-boundary/screen-boundary'
import { paths } from '../data/paths'
import { screens, useScreens } from './screens'

const pages = new Map<string, ComponentType>(
  screens.map(({ path, load }) => [path, lazy(async () => ({ default: await load() }))]),
)

/** The screen of the address, inside the shell. Another person's page is another page: nothing is carried over. */
export function Screens() {
  const shown = useScreens()
  return (
    <Suspense>
      <Switch>
        {shown.map(({ path }) => {
          const Page = pages.get(path)
          return (
            <Route key={path} path={path}>
              {(params) =>
                Page && (
                  <ScreenBoundary key={Object.values(params).join('/')} canLock>
                    <Page />
                  </ScreenBoundary>
                )
              }
            </Route>
          )
        })}
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
