import { create } from 'zustand'

interface Lab {
  /** The panel beside the screen is open. */
  open: boolean
  /** Whose phone is in the hand, where the screen names nobody. */
  chosen: string | null
}

export const useLab = create<Lab>(() => ({ open: false, chosen: null }))

export const toggleLab = () => useLab.setState(({ open }) => ({ open: !open }))
export const openLab = () => useLab.setState({ open: true })
export const closeLab = () => useLab.setState({ open: false })
export const choosePhone = (userId: string | null) => useLab.setState({ chosen: userId })
