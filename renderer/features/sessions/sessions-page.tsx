import { SegmentedControl } from '@mantine/core'
import { IconRotateClockwise } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../shared/model/session'
import { useDocumentTitle } from '../../components/document-title'
import { EmptyState } from '../../components/empty-state'
import { RevokeSession } from '../../components/revoke-session'
import { TablePage, TableSkeleton, TableTools } from '../../components/table-page/table-page'
import { VirtualTable } from '../../components/virtual-table'
import { paths } from '../../data/paths'
import { usePermissions } from '../../data/permissions'
import { useNextPage } from '../../data/queries/pages'
import { useSessions } from '../../data/queries/sessions'
import { ExtendSession } from './extend-session'
import { type SessionAct, sessionColumns } from './session-columns'
import classes from './sessions.module.css'

type Shown = 'open' | 'all'

/** What programs may trust, what proved it, and how to end it. */
export function SessionsPage() {
  useDocumentTitle('Sessions')
  const [, navigate] = useLocation()
  const may = usePermissions()
  const [shown, setShown] = useState<Shown>('open')
  const [acting, setActing] = useState<{ act: SessionAct; session: Session } | null>(null)
  const sessions = useSessions(shown === 'open' ? 'open' : null)
  const rows = sessions.data?.rows ?? []
  const more = useNextPage(sessions)
  const columns = useMemo(
    () => sessionColumns(may.act ? (act, session) => setActing({ act, session }) : null),
    [may.act],
  )
  const close = () => setActing(null)

  return (
    <TablePage
      title="Sessions"
      beside={<span className="muted">What a program may trust, until it ends or you end it.</span>}
      label="Sessions"
      tools={
        <TableTools>
          <SegmentedControl
            aria-label="Which sessions"
            value={shown}
            onChange={setShown}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'all', label: 'All' },
            ]}
          />
        </TableTools>
      }
      error={sessions.error}
      onRetry={() => void sessions.refetch()}
      className={classes.panel}
    >
      {sessions.isPending ? (
        <TableSkeleton rowHeight={22} />
      ) : (
        <VirtualTable
          label="Sessions"
          columns={columns}
          rows={rows}
          rowKey={(session) => session.sessionId}
          total={rows.length + (sessions.hasNextPage ? 1 : 0)}
          rowHeight={46}
          onOpen={(session) => navigate(paths.person(session.userId))}
          onEnd={more}
          empty={<NoSessions shown={shown} onAll={() => setShown('all')} />}
        />
      )}
      {acting ? (
        <>
          <ExtendSession session={acting.session} opened={acting.act === 'extend'} onClose={close} />
          <RevokeSession session={acting.session} opened={acting.act === 'revoke'} onClose={close} />
        </>
      ) : null}
    </TablePage>
  )
}

function NoSessions({ shown, onAll }: { shown: Shown; onAll: () => void }) {
  const icon = <IconRotateClockwise size={20} stroke={1.75} aria-hidden="true" />
  return (
    <EmptyState
      icon={icon}
      title={shown === 'open' ? 'No session is open.' : 'No sessions yet.'}
      action={
        <>
          <Link href={paths.api}>Open the API screen</Link>
          {shown === 'open' ? (
            <>
              {' · '}
              <button type="button" className={classes.all} onClick={onAll}>
                Show ended ones
              </button>
            </>
          ) : null}
        </>
      }
    >
      One starts when a program sends a good code over the API and asks for{' '}
      <span className="mono">session_duration_minutes</span>.
    </EmptyState>
  )
}
