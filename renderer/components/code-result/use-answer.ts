import { useCallback, useState } from 'react'
import { deskNow } from '../../data/clock'

/** What the desk answered to a code, and when. The code itself is not kept. */
export interface Answered<O> {
  outcome: O
  /** Desk time of the answer. */
  at: number
}

/**
 * Sends what was typed to the desk and holds the answer until the next input.
 *
 * @param ask - the call; its refusals are answers, its rejections are errors
 */
export function useAnswer<O>(ask: (code: string) => Promise<O>) {
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answered<O> | null>(null)
  const [error, setError] = useState<unknown>(null)

  async function submit(code: string): Promise<O | null> {
    setBusy(true)
    setError(null)
    try {
      const outcome = await ask(code)
      setAnswer({ outcome, at: deskNow() })
      return outcome
    } catch (refused) {
      setAnswer(null)
      setError(refused)
      return null
    } finally {
      setBusy(false)
    }
  }

  const clear = useCallback(() => {
    setAnswer(null)
    setError(null)
  }, [])

  /** Shows an answer that was given on the screen turned to the person. */
  const show = useCallback((outcome: O) => {
    setError(null)
    setAnswer({ outcome, at: deskNow() })
  }, [])

  return { busy, answer, error, submit, clear, show }
}
