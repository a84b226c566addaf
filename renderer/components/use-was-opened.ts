import { useState } from 'react'

/**
 * True once `opened` was true. For dialogs that keep what was typed when they are closed, but are not
 * in the page before they are first opened.
 */
export function useWasOpened(opened: boolean): boolean {
  const [wasOpened, setWasOpened] = useState(opened)
  if (opened && !wasOpened) setWasOpened(true)
  return wasOpened || opened
}
