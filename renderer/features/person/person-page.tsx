import { Skeleton } from '@mantine/core'
import { IconUserOff } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import type { UserDetail } from '../../../shared/model/user'
import { useDocumentTitle } from '../../components/document-title'
import { EmptyState } from '../../components/empty-state'
import { ErrorNote } from '../../components/error-note'
import { Panel } from '../../components/panel'
import { asDeskError } from '../../data/desk-error'
import { paths } from '../../data/paths'
import { useUser } from '../../data/queries/people'
import { ActivityPanel } from './activity-panel'
import { AuthenticatorPanel } from './authenticator-panel'
import { MainPanel } from './main-panel'
import classes from './person.module.css'
import { PersonHeader } from './person-header'

/** `/people/:userId`: the state of a person, and everything that can be done for them. */
export function PersonPage() {
  const { userId = '' } = useParams<{ userId: string }>()
  const user = useUser(userId)
  const [removed, setRemoved] = useState<string | null>(null)
  useDocumentTitle(user.data?.name ?? 'Person')
  if (removed !== null) return <Absent sentence={removed} />
  if (user.data) return <Person user={user.data} onRemoved={setRemoved} />
  if (user.error && asDeskError(user.error).code === 'not_found') {
    return <Absent sentence="This person is not in the desk any more, or never was." />
  }
  if (user.error) {
    return (
      <>
        <h1 className="visually-hidden">Person</h1>
        <ErrorNote error={user.error} />
      </>
    )
  }
  return <Loading />
}

function Person({ user, onRemoved }: { user: UserDetail; onRemoved: (sentence: string) => void }) {
  /** A recovery code that was typed into the code box, on its way to where it is redeemed. */
  const [carried, setCarried] = useState<string | null>(null)
  return (
    <div className={classes.page}>
      <PersonHeader user={user} onRemoved={onRemoved} />
      <div className={classes.columns}>
        <MainPanel user={user} onRecoveryCode={setCarried} />
        <AuthenticatorPanel user={user} carried={carried} onCarriedEnd={() => setCarried(null)} />
      </div>
      <ActivityPanel userId={user.userId} />
    </div>
  )
}

/** There is no such person: says so in place of the page, and leads on. */
function Absent({ sentence }: { sentence: string }) {
  return (
    <>
      <h1 className="visually-hidden">Person</h1>
      <Panel label="Person">
        <div role="status">
          <EmptyState
            icon={<IconUserOff size={20} stroke={1.75} aria-hidden="true" />}
            title={sentence}
            action={<Link href={paths.people}>All people</Link>}
          />
        </div>
      </Panel>
    </>
  )
}

/** The same places, before they are filled. */
function Loading() {
  return (
    <div className={`${classes.page} ${classes.loading}`} aria-busy="true">
      <h1 className="visually-hidden">Person</h1>
      <Skeleton height={52} width={420} />
      <div className={classes.columns}>
        <Skeleton height={324} />
        <Skeleton height={324} />
      </div>
      <Skeleton height={200} />
    </div>
  )
}
