import { create } from 'zustand'

/** Whether the host still answers. `gone` is final: its token died with it, so only a new link helps. */
export const useConnection = create<{ gone: boolean }>(() => ({ gone: false }))

/** Says that the host has ended or no longer knows this page. */
export function reportGone(): void {
  useConnection.setState({ gone: true })
}
