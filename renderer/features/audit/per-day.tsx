import { BarChart } from '@mantine/charts'
import type { AuditFilter } from '../../../shared/model/audit'
import { chartXAxis } from '../../components/chart-x-axis'
import { deskNow } from '../../data/clock'
import { useAuditDays } from '../../data/queries/audit'
import { count, dateInWords } from '../../words/times'
import classes from './audit-page.module.css'
import { dayStart } from './filter-values'

const days = 21

interface Day {
  start: number
  label: string
  done: number
  refused: number
}

const dayLabel = (start: number) => dateInWords(start).split(' ').slice(0, 2).join(' ')

/** The last days under a filter; an end in the past moves them back, a chosen day shows its neighbours. */
function usePerDay(filter: AuditFilter): Day[] | undefined {
  const { from: _, to, ...rest } = filter
  const today = dayStart(deskNow())
  const end = Math.min(today, to === undefined ? today : dayStart(to, 5))
  const starts = Array.from({ length: days + 1 }, (_day, i) => dayStart(end, i - days + 1))
  return useAuditDays(rest, starts).data?.map((day, i) => {
    const start = starts[i] ?? end
    return { start, label: dayLabel(start), ...day }
  })
}

const series = [
  { name: 'done', label: 'Done', color: 'var(--accent)' },
  { name: 'refused', label: 'Refused or denied', color: 'var(--bad)' },
]

/** Events by day, what was refused apart; a click on a day shows that day. */
export function PerDay({ filter, onPick }: { filter: AuditFilter; onPick: (dayMs: number) => void }) {
  const counted = usePerDay(filter)
  const perDay = counted ?? []
  const done = perDay.reduce((sum, day) => sum + day.done, 0)
  const refused = perDay.reduce((sum, day) => sum + day.refused, 0)
  const words = counted ? `${count(done)} done, ${count(refused)} refused in ${days} days` : ''
  return (
    <section className={classes.days} aria-label="Events by day">
      <div className={classes.daysWords}>
        <h2>By day</h2>
        <span className="small muted">{words}</span>
      </div>
      <div role="img" aria-label={`${words}.`} className={classes.chart}>
        <BarChart
          h={86}
          data={perDay}
          dataKey="label"
          type="stacked"
          series={series}
          withYAxis={false}
          gridAxis="none"
          tickLine="none"
          tooltipAnimationDuration={0}
          barProps={{
            isAnimationActive: false,
            maxBarSize: 26,
            onClick: (bar) => {
              const start = (bar as { payload?: Day }).payload?.start
              if (start !== undefined) onPick(start)
            },
          }}
          barChartProps={{ accessibilityLayer: false, margin: { top: 4, right: 4, bottom: 0, left: 4 } }}
          xAxisProps={{ ...chartXAxis, interval: 2 }}
        />
      </div>
    </section>
  )
}
