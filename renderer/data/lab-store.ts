import { create } from 'zustand'

interface Lab {
  /** The panel beside the screen is open. */
  open: boolean
  /** The phone that was chosen, where the screen names no person. */
  chosen: string | null
}

export const useLab = create<Lab>(() => ({ open: false, chosen: null }))

export const toggleLab = () => useLab.setState(({ open }) => ({ open: !open }))

/** Headings of the lab's parts, by their ids. */
export type LabPart = 'lab-phone' | 'lab-attacker'

/** Opens the lab, if it is not open, with one part of it in view. */
export function openLab(part: LabPart): void {
  useLab.setState({ open: true })
  // Once the panel is there.
  requestAnimationFrame(() => document.getElementById(part)?.parentElement?.scrollIntoView({ block: 'nearest' }))
}

export const closeLab = () => useLab.setState({ open: false })
export const choosePhone = (userId: string | null) => useLab.setState({ chosen: userId })
