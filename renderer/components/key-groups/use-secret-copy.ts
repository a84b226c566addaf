import { useCallback, useRef, useState } from 'react'

const clearAfterMs = 30_000

async function mayRead(): Promise<boolean> {
  try {
    const status = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })
    return status.state === 'granted'
  } catch {
    return false
  }
}

/**
 * Empties the clipboard when our secret is still in it. Where reading is not allowed it is emptied
 * all the same: the screen said that it would be, and a forgotten secret is worse than a lost copy.
 */
async function clearIfOurs(secret: string): Promise<void> {
  if (await mayRead()) {
    const now = await navigator.clipboard.readText()
    if (now !== secret) return
  }
  await navigator.clipboard.writeText('')
}

/** Copies a secret, and takes it off the clipboard 30 s later. */
export function useSecretCopy() {
  const [state, setState] = useState<'idle' | 'copied' | 'cleared' | 'refused'>('idle')
  const held = useRef<string | null>(null)
  const timer = useRef(0)

  const clear = useCallback(async () => {
    const secret = held.current
    if (secret === null) return
    try {
      await clearIfOurs(secret)
      held.current = null
      setState('cleared')
    } catch {
      // A window without the focus may not write: it is done when the person comes back to it.
      window.addEventListener('focus', () => void clear(), { once: true })
    }
  }, [])

  const copy = useCallback(
    async (text: string) => {
      window.clearTimeout(timer.current)
      try {
        await navigator.clipboard.writeText(text)
      } catch {
        setState('refused')
        return false
      }
      held.current = text
      timer.current = window.setTimeout(() => void clear(), clearAfterMs)
      setState('copied')
      return true
    },
    [clear],
  )

  return { state, copy } as const
}
