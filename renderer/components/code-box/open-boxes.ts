import { useEffect, useEffectEvent } from 'react'
import { create } from 'zustand'

/**
 * A code box that is on the screen, for the demo's phone to type into: its tap goes through the box itself, so
 * what follows is what follows a typed code.
 */
export interface OpenBox {
  /** False while an answer is awaited: nothing can be typed then. */
  ready(): boolean
  /** Puts a code into the box; with `last` it is submitted. */
  write(text: string, last: boolean): void
}

const useBoxes = create<{ boxes: readonly OpenBox[] }>(() => ({ boxes: [] }))

/** Whether there is a box to type into. */
export function useBoxIsOpen(): boolean {
  return useBoxes((state) => state.boxes.length > 0)
}

/** Makes a code box known while it is on the screen. */
export function useOpenBox(box: OpenBox): void {
  const ready = useEffectEvent(() => box.ready())
  const write = useEffectEvent((text: string, last: boolean) => box.write(text, last))
  useEffect(() => {
    const known: OpenBox = { ready: () => ready(), write: (text, last) => write(text, last) }
    useBoxes.setState(({ boxes }) => ({ boxes: [...boxes, known] }))
    return () => useBoxes.setState(({ boxes }) => ({ boxes: boxes.filter((one) => one !== known) }))
  }, [])
}

/** Milliseconds between two digits, for the eye to follow. */
const keyMs = 70

/**
 * Types a code, digit by digit, into the box that was opened last, and submits it.
 * Answers false when no box is open or it waits for an answer.
 */
export async function typeIntoOpenBox(code: string): Promise<boolean> {
  const box = useBoxes.getState().boxes.at(-1)
  if (!box?.ready()) return false
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  for (let length = still ? code.length : 1; length <= code.length; length += 1) {
    // The box may have gone meanwhile: then nothing more is typed.
    if (!useBoxes.getState().boxes.includes(box)) return false
    box.write(code.slice(0, length), length === code.length)
    if (length < code.length) await new Promise((next) => window.setTimeout(next, keyMs))
  }
  return true
}
