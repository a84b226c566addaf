import { useQuery } from '@tanstack/react-query'
import { keys } from '../query-client'
import { desk } from '../transport'

/** Whether the API is on, and where; kept true by its own event. */
export function useApiStatus() {
  return useQuery({ queryKey: keys.apiStatus, queryFn: () => desk.api.status() })
}
