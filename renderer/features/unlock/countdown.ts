import { useEffect, useState } from 'react'

/** Counts whole seconds down to 0. The desk cannot be asked for its clock while it is locked. */
export function useCountdown(): { seconds: number; start: (seconds: number) => void } {
  const [end, setEnd] = useState(0)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const count = () => setSeconds(Math.max(0, Math.ceil((end - performance.now()) / 1000)))
    count()
    if (end <= performance.now()) return
    const timer = window.setInterval(() => {
      count()
      if (end <= performance.now()) window.clearInterval(timer)
    }, 250)
    return () => window.clearInterval(timer)
  }, [end])
  return { seconds, start: (wait) => setEnd(performance.now() + wait * 1000) }
}
