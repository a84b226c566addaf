import { useEffect, useRef } from 'react'
import { msLeftInStep } from '../../../shared/time-step'
import { subscribeTick } from '../../app/clock'
import { cautionSeconds } from '../window-strip/use-time-left'
import classes from './countdown-ring.module.css'

const radius = 15
const round = 2 * Math.PI * radius

/** A ring that empties over the time step. For the eye only: the seconds stand beside it in words. Size in pixels. */
export function CountdownRing({ period, size = 34 }: { period: number; size?: number }) {
  const arc = useRef<SVGCircleElement>(null)
  useEffect(
    () =>
      subscribeTick((now) => {
        const element = arc.current
        if (!element) return
        const leftMs = msLeftInStep(now, period)
        element.style.strokeDashoffset = String(round * (1 - leftMs / (period * 1000)))
        element.toggleAttribute('data-caution', leftMs <= cautionSeconds * 1000)
      }),
    [period],
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
