import { useQuery } from '@tanstack/react-query'
import { keys } from '../query-client'
import { cacheable } from '../transport'

/** Whether the API is on, and where; kept true by its own event. */
export function useApiStatus() {
  return useQuery({ queryKey: keys.apiStatus, queryFn: () => cacheable.api.status() })
}

/** The last calls of the API, newest first. */
export function useLastApiCalls() {
  return useQuery({ queryKey: keys.apiCalls, queryFn: async () => (await cacheable.api.calls({})).calls })
}
