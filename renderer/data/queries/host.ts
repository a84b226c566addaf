import { useQuery } from '@tanstack/react-query'
import { keys } from '../query-client'
import { cacheable } from '../transport'

/** How the program was started; null until it is known. */
export function useHostStatus() {
  return useQuery({ queryKey: keys.host, queryFn: () => cacheable.host.status() }).data ?? null
}
