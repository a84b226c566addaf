import { Skeleton } from '@mantine/core'
import { Link } from 'wouter'
import { AuditRows } from '../../components/audit-events/audit-rows'
import { ErrorNote } from '../../components/error-note'
import { Panel } from '../../components/panel'
import { paths } from '../../data/paths'
import { useTrail } from '../../data/queries/audit'
import classes from './person.module.css'

/** The person's own trail in the audit log, newest first. */
export function ActivityPanel({ userId }: { userId: string }) {
  const trail = useTrail(userId, 20)
  return (
    <Panel
      className={classes.trail}
      title="What happened"
      aside={
        <Link href={paths.auditOf(userId)} className={classes.openAudit}>
          Open in audit
        </Link>
      }
    >
      <ErrorNote error={trail.error} />
      <div className={classes.rows}>
        {trail.data ? (
          trail.data.events.length > 0 ? (
            <AuditRows events={trail.data.events} label="What happened" />
          ) : (
            <p className={classes.nothing}>No events yet.</p>
          )
        ) : (
          <Skeleton height={120} mx={18} mb={14} width="auto" />
        )}
      </div>
    </Panel>
  )
}
