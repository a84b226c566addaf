import { useRef } from 'react'

/**
 * True once `now` was true. For dialogs that keep what was typed when they are closed, but are not
 * in the page before they are first opened.
 */
export function useWasOpened(now: boolean): boolean {
  const ever = useRef(now)
  if (now) ever.current = true
  return ever.current
}
