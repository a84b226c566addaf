import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { msLeftInStep, stepStartMs, timeStepAt } from '../../../shared/time-step'
import { deskNow, subscribeTick, useDeskClock } from '../../data/clock'
import { timeOfDay } from '../../words/times'
import { cautionSeconds, useSecondsLeft } from './use-time-left'
import classes from './window-strip.module.css'

/** The step an accepted code belonged to. */
export interface MatchedStep {
  step: number
}

interface WindowStripProps {
  /** Length of a time step in seconds. */
  period: number
  /** Steps accepted either side of the current one. */
  window: 0 | 1
  /** Lights the cell of its step, until the next input or until the step has left the strip. */
  matched?: MatchedStep | null
  /** What is said aloud when the result of an input changes; the same words are on screen. */
  announcement?: string
}

const cellNames = { '-1': 'Previous', '0': 'Now', '1': 'Next' } as const
const offsets = [-1, 0, 1] as const

/**
 * The window strip: previous, now and next time step with their clock times. Drawn for the eye
 * only; beside it is a sentence for assistive technology that speaks on a result or on demand.
 */
export function WindowStrip({ period, window, matched = null, announcement = '' }: WindowStripProps) {
  const current = useDeskClock(1000, (now) => timeStepAt(now, period))
  return (
    <div>
      <div className={classes.strip} aria-hidden="true" data-testid="window-strip">
        {offsets.map((offset) => (
          <StripCell
            key={offset}
            offset={offset}
            period={period}
            step={current + offset}
            closed={window === 0 && offset !== 0}
            matched={matched?.step === current + offset}
          />
        ))}
      </div>
      <SpokenStrip period={period} announcement={announcement} />
    </div>
  )
}

interface StripCellProps {
  offset: -1 | 0 | 1
  period: number
  step: number
  closed: boolean
  matched: boolean
}

function StripCell({ offset, period, step, closed, matched }: StripCellProps) {
  const times = `${timeOfDay(stepStartMs(step, period))} – ${timeOfDay(stepStartMs(step + 1, period))}`
  return (
    <div className={classes.cell} data-hit={matched ? '' : undefined} data-closed={closed ? '' : undefined}>
      {offset === 0 && <Needle period={period} />}
      <b>{cellNames[`${offset}`]}</b>
      {matched ? (
        <span className={classes.caption}>
          <IconCheck size={14} stroke={2} aria-hidden="true" />
          Matched here
        </span>
      ) : (
        <span className={classes.caption}>{closed ? 'Not accepted' : times}</span>
      )}
    </div>
  )
}

/** Fills the middle cell over the period; moved by a transform outside React's render. */
function Needle({ period }: { period: number }) {
  const fill = useRef<HTMLSpanElement>(null)
  useEffect(
    () =>
      subscribeTick((now) => {
        const element = fill.current
        if (!element) return
        const leftMs = msLeftInStep(now, period)
        element.style.transform = `translateX(${(-100 * leftMs) / (period * 1000)}%)`
        element.toggleAttribute('data-caution', leftMs <= cautionSeconds * 1000)
      }),
    [period],
  )
  return <span ref={fill} className={classes.fill} />
}

function SpokenStrip({ period, announcement }: { period: number; announcement: string }) {
  const [asked, setAsked] = useState('')
  return (
    <>
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
      <button
        type="button"
        className={classes.say}
        onClick={() => setAsked(`${Math.ceil(msLeftInStep(deskNow(), period) / 1000)} seconds left in this step.`)}
        onBlur={() => setAsked('')}
      >
        Say time left
      </button>
      <span className="visually-hidden" role="status">
        {asked}
      </span>
    </>
  )
}

/** "12 s left in this step", in caution colour for the last five seconds. */
export function TimeLeft({ period }: { period: number }) {
  const left = useSecondsLeft(period)
  return (
    <span className={classes.left} data-caution={left <= cautionSeconds ? '' : undefined} aria-hidden="true">
      {left} s left in this step
    </span>
  )
}
