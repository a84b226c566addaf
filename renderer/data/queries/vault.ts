import { useQuery } from '@tanstack/react-query'
import { keys } from '../query-client'
import { cacheable } from '../transport'

/** State of the vault: asked before everything else. */
export function useVaultStatus() {
  return useQuery({
    queryKey: keys.vault,
    queryFn: () => cacheable.vault.status(),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The operator at the desk, or null while locked. */
export function useOperator() {
  return useVaultStatus().data?.operator ?? null
}

/** Whether this vault is a demo's. */
export function useIsDemo(): boolean {
  return useVaultStatus().data?.demo ?? false
}
