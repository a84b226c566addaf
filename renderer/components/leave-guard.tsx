import { Button, Modal } from '@mantine/core'
import { useCallback, useEffect } from 'react'
import type { BaseLocationHook } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { create } from 'zustand'
import { DialogActions, DialogBody } from './dialog/dialog-form'

interface Guard {
  /** What would be lost, in one sentence; null while nothing would. */
  unsaved: string | null
  /** The way that waits for an answer. */
  go: (() => void) | null
}
const useGuard = create<Guard>(() => ({ unsaved: null, go: null }))

/** While `unsaved` is a sentence, a way to another screen asks first whether what it names may go. */
export function useLeaveGuard(unsaved: string | null): void {
  useEffect(() => {
    useGuard.setState({ unsaved })
    return () => useGuard.setState({ unsaved: null, go: null })
  }, [unsaved])
}

/** The place in the address, for the router: links and calls pass by the guard, so no screen must ask itself. */
export const useGuardedLocation: BaseLocationHook = Object.assign(
  () => {
    const [location, navigate] = useHashLocation()
    const guarded = useCallback(
      (to: string, options?: Parameters<typeof navigate>[1]) => {
        const go = () => navigate(to, options)
        if (useGuard.getState().unsaved !== null && to !== location) useGuard.setState({ go })
        else go()
      },
      [navigate, location],
    )
    return [location, guarded] as [string, typeof guarded]
  },
  // What a link shows as its address.
  { hrefs: (href: string) => `#${href}` },
)

/** Asks whether to leave without saving. */
export function LeaveQuestion() {
  const { unsaved, go } = useGuard()
  const stay = () => useGuard.setState({ go: null })
  const leave = () => {
    useGuard.setState({ unsaved: null, go: null })
    go?.()
  }
  return (
    <Modal opened={go !== null} onClose={stay} title="Leave without saving?" size={440}>
      <DialogBody>
        <p>{unsaved}</p>
        <DialogActions>
          <Button variant="subtle" data-danger onClick={leave}>
            Throw it away
          </Button>
          <Button variant="filled" onClick={stay} data-autofocus>
            Keep editing
          </Button>
        </DialogActions>
      </DialogBody>
    </Modal>
  )
}
