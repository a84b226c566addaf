import { useRef, useState } from 'react'

/**
 * A value that is moved by hand and kept elsewhere. While it is dragged, and until the last change is
 * kept, the hand's value is shown: an answer to an earlier change must not pull it back.
 */
export function useHeld(kept: number, keep: (value: number) => Promise<void>) {
  const [held, setHeld] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const turn = useRef(0)

  async function settle(value: number) {
    turn.current += 1
    const mine = turn.current
    setHeld(value)
    setError(null)
    try {
      await keep(value)
    } catch (refused) {
      setError(refused)
    } finally {
      if (turn.current === mine) setHeld(null)
    }
  }

  return { shown: held ?? kept, drag: setHeld, settle, error } as const
}
