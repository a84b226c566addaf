import { useEffect } from 'react'
import { desk } from './transport'

/** What only a person at this machine does. A page that moves under a pointer at rest makes none of these. */
const signs = ['pointerdown', 'keydown', 'wheel'] as const
const everyMs = 30_000

/**
 * Calls `touch` for real input on `target`: at once, then at most every half minute while there is more.
 * Returns the function that ends it.
 */
export function watchPresence(
  target: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  touch: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let seenAgain = false

  function rest(): void {
    timer = undefined
    if (seenAgain) tell()
  }
  function tell(): void {
    seenAgain = false
    touch()
    timer = setTimeout(rest, everyMs)
  }
  function onInput({ isTrusted }: Event): void {
    if (!isTrusted) return
    if (timer === undefined) tell()
    else seenAgain = true
  }

  for (const sign of signs) target.addEventListener(sign, onInput, { capture: true, passive: true })
  return () => {
    clearTimeout(timer)
    for (const sign of signs) target.removeEventListener(sign, onInput, { capture: true })
  }
}

/** Puts off the idle lock while an operator is at work on this page; nothing else does. */
export function usePresence(): void {
  // Refused where the vault was locked in the meantime, which the page hears of by an event.
  useEffect(() => watchPresence(window, () => void desk.vault.touch().catch(() => undefined)), [])
}
