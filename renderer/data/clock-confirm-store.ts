import { create } from 'zustand'

/** Whether the question about the clock is open: it is asked from the top bar, the desk screen and the demo's lab. */
export const useClockConfirm = create<{ opened: boolean }>(() => ({ opened: false }))

/** Asks whether the clock is right, after it stepped back. */
export const openClockConfirm = () => useClockConfirm.setState({ opened: true })
/** Closes the question; nothing is confirmed. */
export const closeClockConfirm = () => useClockConfirm.setState({ opened: false })
