import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { VaultStatus } from '../../shared/model/desk'
import { keys, queryClient } from './query-client'
import { desk, transport } from './transport'
import { onResume } from './transport/connection'

/** Puts the page into the locked state at once: what was read before is dropped, never shown. */
function showLocked(client: QueryClient): void {
  client.setQueryData<VaultStatus>(keys.vault, (status) => status && { ...status, state: 'locked', operator: null })
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.vault[0] })
}

/** Reads everything again that is on the page: it may have missed what happened, a lock among it. */
async function catchUp(client: QueryClient): Promise<void> {
  const { state } = await desk.vault.status()
  if (state === 'unlocked') await client.invalidateQueries()
  else showLocked(client)
}

/** Follows a lock or unlock, made on this page or anywhere else. */
export function useVaultEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    const again = () => void client.invalidateQueries({ queryKey: keys.vault })
    const ends = [
      transport.subscribe('vault.unlocked', again),
      transport.subscribe('vault.locked', () => {
        showLocked(client)
        again()
      }),
      onResume(() => void catchUp(client)),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client])
}

/** Locks the vault; the place is kept for whoever unlocks it. */
export async function lockVault(): Promise<void> {
  await desk.vault.lock()
  showLocked(queryClient)
}
