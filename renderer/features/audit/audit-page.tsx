import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconFileText } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useParams } from 'wouter'
import type { AuditEvent } from '../../../shared/model/audit'
import { EventInspector } from '../../components/audit-events/event-inspector'
import { useDocumentTitle } from '../../components/document-title'
import { EmptyState } from '../../components/empty-state'
import { TablePage } from '../../components/table-page/table-page'
import { VirtualTable } from '../../components/virtual-table'
import { useDeskNow } from '../../data/clock'
import { useAudit } from '../../data/queries/audit'
import { useNextPage } from '../../data/queries/pages'
import { auditColumns } from './audit-columns'
import { AuditFilters } from './audit-filters'
import classes from './audit-page.module.css'
import { ExportModal } from './export-modal'
import { dayOf, filterOf, noFilter } from './filter-values'
import { Integrity } from './integrity'
import { PerDay } from './per-day'
import { useNewEvents } from './use-new-events'

/** The audit log: what to show of it, whether it is whole, and a way to take it along. */
export function AuditPage() {
  const { userId = '' } = useParams<{ userId?: string }>()
  useDocumentTitle('Audit')
  const [values, setValues] = useState({ ...noFilter, userId })
  const [settled] = useDebouncedValue(values, 120)
  const today = useDeskNow(60 * 60_000)
  const filter = useMemo(() => filterOf(settled, today), [settled, today])
  const audit = useAudit(filter)
  const first = audit.data?.first
  const events = audit.data?.rows ?? []
  const [shown, setShown] = useState<AuditEvent | null>(null)
  const [exporting, setExporting] = useState(false)
  const fresh = useNewEvents(audit.data?.count ?? 1)
  const columns = useMemo(() => auditColumns(setShown), [])
  const more = useNextPage(audit)

  return (
    <TablePage
      title="Audit"
      beside={first ? <Integrity tree={first.tree} /> : null}
      action={
        <Button
          leftSection={<IconDownload size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => setExporting(true)}
          disabled={!first || first.matched === 0}
        >
          Export
        </Button>
      }
      above={
        <PerDay
          filter={filter}
          onPick={(dayMs) => setValues({ ...values, when: 'range', fromDay: dayOf(dayMs), toDay: dayOf(dayMs) })}
        />
      }
      label="Events"
      tools={<AuditFilters values={values} onChange={setValues} />}
      error={audit.error}
      onRetry={() => void audit.refetch()}
      tourName="events"
    >
      {fresh.count > 0 ? (
        <button type="button" className={classes.fresh} onClick={fresh.show}>
          {fresh.count} new. Show
        </button>
      ) : null}
      {first ? (
        <VirtualTable
          label="Audit events"
          columns={columns}
          rows={events}
          rowKey={(event) => String(event.seq)}
          total={first.matched}
          rowHeight={38}
          onOpen={setShown}
          onEnd={more}
          empty={
            <EmptyState
              icon={<IconFileText size={20} stroke={1.75} aria-hidden="true" />}
              title="No event matches."
              action={<Button onClick={() => setValues(noFilter)}>Show all</Button>}
            />
          }
        />
      ) : (
        <div className={classes.waiting} aria-busy={audit.isPending} />
      )}
      <EventInspector event={shown} onClose={() => setShown(null)} />
      {first ? (
        <ExportModal opened={exporting} onClose={() => setExporting(false)} filter={filter} rows={first.matched} />
      ) : null}
    </TablePage>
  )
}
