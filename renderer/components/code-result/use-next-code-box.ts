import { useEffect, useRef } from 'react'
import type { VerificationOutcome } from '../../../shared/model/verification'
import type { CodeBoxHandle } from '../code-box/code-box'
import type { Answered } from './use-answer'

/**
 * The box of a screen that asks for one code after another: a code that is accepted is used up, so the box is
 * emptied for the next one and takes the keyboard.
 */
export function useNextCodeBox(answer: Answered<VerificationOutcome> | null) {
  const box = useRef<CodeBoxHandle>(null)
  const outcome = answer?.outcome
  const accepted = outcome?.outcome === 'accepted' ? outcome : null
  useEffect(() => {
    if (!accepted) return
    box.current?.clear()
    box.current?.focus()
  }, [accepted])
  return { box, accepted }
}
