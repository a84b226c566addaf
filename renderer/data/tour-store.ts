import { create } from 'zustand'

interface TourState {
  /** The stop the tour is at, from 0; null while it is not under way. */
  stop: number | null
  /** The invitation was answered, either way. */
  answered: boolean
}

// For this window and this run: a reload goes on where the tour stood, another demo starts afresh.
const key = 'totp-desk-tour'

function remembered(): TourState {
  try {
    const { stop, answered } = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<TourState>
    return { stop: typeof stop === 'number' && stop >= 0 ? stop : null, answered: answered === true }
  } catch {
    return { stop: null, answered: false }
  }
}

export const useTourState = create<TourState>(remembered)
useTourState.subscribe((state) => {
  try {
    sessionStorage.setItem(key, JSON.stringify(state))
  } catch {
    // A browser that keeps nothing: the tour then starts again after a reload.
  }
})

export const startTour = () => useTourState.setState({ stop: 0, answered: true })
export const goToStop = (stop: number) => useTourState.setState({ stop })
export const endTour = () => useTourState.setState({ stop: null, answered: true })
