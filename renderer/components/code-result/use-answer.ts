import { useMutation } from '@tanstack/react-query'
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
  const [answer, setAnswer] = useState<Answered<O> | null>(null)
  const { mutateAsync, isPending, error, reset } = useMutation({ mutationFn: ask })

  /** Shows an answer that was given on the other screen. */
  const show = useCallback(
    (outcome: O) => {
      reset()
      setAnswer({ outcome, at: deskNow() })
    },
    [reset],
  )

  const clear = useCallback(() => {
    reset()
    setAnswer(null)
  }, [reset])

  /** Resolves to the answer, or to null when the call failed; then `error` says why. */
  async function submit(code: string): Promise<O | null> {
    try {
      const outcome = await mutateAsync(code)
      show(outcome)
      return outcome
    } catch {
      setAnswer(null)
      return null
    }
  }

  return { busy: isPending, answer, error, submit, clear, show }
}
