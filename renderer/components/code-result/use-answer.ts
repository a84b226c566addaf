import { useMutation } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { RefusalReason, Refused } from '../../../shared/model/verification'
import { deskNow } from '../../data/clock'

/** What the desk answered to a code, and when. The code itself is not kept. */
export interface Answered<O> {
  outcome: O
  /** Desk time of the answer. */
  at: number
}

/** Refusals of something that was looked at: the same text can only be refused again, and counted again. */
const judged: ReadonlySet<RefusalReason> = new Set([
  'wrong_code',
  'already_used',
  'malformed',
  'recovery_code_in_code_box',
  'totp_code_in_recovery_box',
  'pass_in_code_box',
])

/**
 * Sends what was typed to the desk and holds the answer until the next input.
 *
 * Text that was judged is not sent again until it changes (`clear`), so that no key pressed twice counts twice.
 *
 * @param ask - the call; its refusals are answers, its rejections are errors
 */
export function useAnswer<O extends Refused | { outcome: 'accepted' }>(ask: (code: string) => Promise<O>) {
  const [answer, setAnswer] = useState<Answered<O> | null>(null)
  const unchanged = useRef(false)
  const { mutateAsync, isPending, error, reset } = useMutation({ mutationFn: ask })

  /** Shows an answer that was given on the other screen. */
  const show = useCallback(
    (outcome: O) => {
      reset()
      setAnswer({ outcome, at: deskNow() })
    },
    [reset],
  )

  /** To be called whenever the text changes. */
  const clear = useCallback(() => {
    unchanged.current = false
    reset()
    setAnswer(null)
  }, [reset])

  /** Resolves to the answer; to null when nothing was sent, or when the call failed: then `error` says why. */
  async function submit(code: string): Promise<O | null> {
    if (unchanged.current) return null
    unchanged.current = true
    try {
      const outcome = await mutateAsync(code)
      unchanged.current = outcome.outcome === 'accepted' || judged.has(outcome.reason)
      show(outcome)
      return outcome
    } catch {
      unchanged.current = false
      setAnswer(null)
      return null
    }
  }

  return { busy: isPending, answer, error, submit, clear, show }
}
