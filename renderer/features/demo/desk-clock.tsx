import { Button } from '@mantine/core'
import { maxClockOffsetMs } from '../../../shared/model/demo'
import { defaultPeriod } from '../../../shared/time-step'
import { ErrorNote } from '../../components/error-note'
import { useDeskNow } from '../../data/clock'
import { openClockConfirm } from '../../data/clock-confirm-store'
import { moveDeskClock } from '../../data/demo'
import { useDemoStatus } from '../../data/queries/demo'
import { useClockStatus } from '../../data/queries/desk'
import { offsetInWords } from '../../words/demo'
import { dateAndTime, timeOfDay } from '../../words/times'
import { CentredSlider } from './centred-slider'
import classes from './lab.module.css'
import { useOptimisticValue } from './use-optimistic-value'

const minuteMs = 60_000
const stepMs = defaultPeriod * 1000

/** The desk's time in the demo, shown large, with the slider that moves it. */
export function DeskClock() {
  const now = useDeskNow(1000)
  const offsetMs = useDemoStatus().data?.offsetMs ?? 0
  const { shown, drag, settle, error } = useOptimisticValue(offsetMs, moveDeskClock)
  return (
    <div className={classes.clockPart}>
      <div className={classes.time} data-testid="desk-clock">
        {timeOfDay(now)}
      </div>
      <div className="small muted">{offsetInWords(shown)}</div>
      <CentredSlider
        label="The desk’s clock"
        inWords={(minutes) => offsetInWords(minutes * minuteMs)}
        max={maxClockOffsetMs / minuteMs}
        step={1}
        snap={2}
        value={Math.round(shown / minuteMs)}
        onChange={(minutes) => drag(minutes * minuteMs)}
        onSettle={(minutes) => void settle(minutes * minuteMs)}
      />
      <div className={classes.steps}>
        <Button aria-label="One time step back" onClick={() => void settle(shown - stepMs)}>
          −1 step
        </Button>
        <Button aria-label="One time step on" onClick={() => void settle(shown + stepMs)}>
          +1 step
        </Button>
        <Button variant="subtle" disabled={shown === 0} onClick={() => void settle(0)}>
          Now
        </Button>
      </div>
      <WentBack />
      <ErrorNote error={error} />
    </div>
  )
}

/** After a step back, spent codes stay spent until the clock is confirmed or the time comes again. */
function WentBack() {
  const clock = useClockStatus().data
  if (clock?.verdict !== 'jumped_back') return null
  return (
    <div className={classes.wentBack}>
      Codes spent up to {dateAndTime(clock.highestSeen)} stay spent.{' '}
      <button type="button" onClick={openClockConfirm}>
        Confirm the time
      </button>
    </div>
  )
}
