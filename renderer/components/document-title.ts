import { useEffect } from 'react'
import { useVaultStatus } from '../data/queries/vault'

/** Names the window after its screen; a demo says so here too. */
export function useDocumentTitle(screen: string): void {
  const demo = useVaultStatus().data?.demo ?? false
  useEffect(() => {
    document.title = `${screen} · TOTP Desk${demo ? ' (Demo)' : ''}`
  }, [screen, demo])
}
