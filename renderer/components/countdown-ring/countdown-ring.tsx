import { useEffect, useRef } from 'react'
import { msLeftInStep } from '../../../shared/time-step'
import { subscribeTick } from '../../data/clock'
import { cautionSeconds } from '../window-strip/use-time-left'
import classes from './countdown-ring.module.css'

const radius = 15
const round = 2 * Math.PI * radius

interface CountdownRingProps {
  /** Seconds of a time step. */
  period: number
  /** Pixels. */
  size?: number
  /** How far the clock it goes by is ahead of the desk's, in milliseconds. */
  aheadMs?: number
}

/** A ring that empties over the time step. For the eye only: the seconds are beside it in words. */
export function CountdownRing({ period, size = 34, aheadMs = 0 }: CountdownRingProps) {
  const arc = useRef<SVGCircleElement>(null)
  useEffect(
    () =>
      subscribeTick((now) => {
        const element = arc.current
        if (!element) return
        const leftMs = msLeftInStep(now + aheadMs, period)
        element.style.strokeDashoffset = String(round * (1 - leftMs / (period * 1000)))
        element.toggleAttribute('data-caution', leftMs <= cautionSeconds * 1000)
      }),
    [period, aheadMs],
  )
  return (
    <svg viewBox="0 0 36 36" width={size} height={size} className={classes.ring} aria-hidden="true">
      <circle cx="18" cy="18" r={radius} className={classes.ground} />
      <circle
        ref={arc}
        cx="18"
        cy="18"
        r={radius}
        className={classes.arc}
        strokeDasharray={round}
        transform="rotate(-90 18 18)"
      />
    </svg>
  )
}
