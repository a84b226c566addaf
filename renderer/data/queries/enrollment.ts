import { queryOptions, useQuery } from '@tanstack/react-query'
import { keys } from '../query-client'
import { cacheable } from '../transport'

/**
 * What the person's screen may know of an enrollment. That screen asks for it itself, at the moments it
 * follows; nothing of the secret is in it.
 */
export function forPersonQuery(totpId: string) {
  return queryOptions({
    queryKey: [...keys.forPerson, totpId],
    queryFn: () => cacheable.totps.forPerson({ totpId }),
    enabled: false,
  })
}

/** The same as last read. */
export function useForPerson(totpId: string) {
  return useQuery(forPersonQuery(totpId))
}
