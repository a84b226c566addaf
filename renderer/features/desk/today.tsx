import { BarChart } from '@mantine/charts'
import type { Overview } from '../../../shared/model/desk'
import { chartXAxis } from '../../components/chart-x-axis'
import { Panel } from '../../components/panel'
import { useDeskNow } from '../../data/clock'
import { count } from '../../words/times'
import classes from './today.module.css'

type Hour = Overview['today'][number]

const series = [
  { name: 'verified', label: 'Verified', color: 'var(--accent)' },
  { name: 'refused', label: 'Refused', color: 'var(--bad)' },
]
const barSizes: Record<string, number> = { verified: 34, refused: 8 }

/** The working day, widened to every hour in which something happened and the one that runs. */
function shownHours(hours: readonly Hour[], hourNow: number): Hour[] {
  const busy = hours.filter((hour) => hour.verified + hour.refused > 0).map((hour) => hour.hour)
  const from = Math.min(8, hourNow, ...busy)
  const to = Math.max(17, hourNow, ...busy)
  return hours.filter((hour) => hour.hour >= from && hour.hour <= to)
}

const sum = (hours: readonly Hour[], of: (hour: Hour) => number) => hours.reduce((total, hour) => total + of(hour), 0)

/** Today by the hour: how many were verified and how many refused, and the day's sum in words. */
export function Today({ hours }: { hours: readonly Hour[] }) {
  const hourNow = new Date(useDeskNow(60_000)).getHours()
  const verified = sum(hours, (hour) => hour.verified)
  const refused = sum(hours, (hour) => hour.refused)
  const enrolled = sum(hours, (hour) => hour.enrolled)
  const words = `${count(verified)} verified, ${count(refused)} refused, ${count(enrolled)} enrolled`
  const quiet = verified + refused + enrolled === 0
  const data = shownHours(hours, hourNow).map((hour) => ({ ...hour, label: `${hour.hour}:00` }))
  return (
    <Panel title="Today" aside={quiet ? 'Nothing verified yet' : words} className={classes.panel}>
      <div role="img" aria-label={`By the hour today: ${words}.`} className={classes.chart}>
        <BarChart
          h={144}
          data={data}
          dataKey="label"
          series={series}
          withYAxis={false}
          withTooltip={!quiet}
          gridAxis="none"
          tickLine="none"
          tooltipAnimationDuration={0}
          barProps={({ name }) => ({
            barSize: barSizes[name] ?? 8,
            radius: [3, 3, 0, 0],
            isAnimationActive: false,
            minPointSize: (value) => (typeof value === 'number' && value > 0 ? 3 : 0),
          })}
          barChartProps={{ barGap: 3, accessibilityLayer: false, margin: { top: 8, right: 4, bottom: 0, left: 4 } }}
          xAxisProps={{ ...chartXAxis, interval: 'equidistantPreserveStart', minTickGap: 2 }}
        />
      </div>
    </Panel>
  )
}
