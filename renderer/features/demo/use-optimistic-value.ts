import { useRef, useState } from 'react'

/**
 * A value that is moved by hand and kept elsewhere. Changes are kept one after the other, and only the
 * newest of those that wait: two under way at once could arrive in the wrong order. Until the last one is
 * kept, the hand's value is shown.
 */
export function useOptimisticValue(kept: number, keep: (value: number) => Promise<void>) {
  const [held, setHeld] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const waiting = useRef<number | null>(null)
  const busy = useRef(false)

  async function settle(value: number) {
    setHeld(value)
    setError(null)
    waiting.current = value
    if (busy.current) return
    busy.current = true
    try {
      while (waiting.current !== null) {
        const next = waiting.current
        waiting.current = null
        await keep(next)
      }
    } catch (refused) {
      waiting.current = null
      setError(refused)
    } finally {
      busy.current = false
      setHeld(null)
    }
  }

  return { shown: held ?? kept, drag: setHeld, settle, error } as const
}
