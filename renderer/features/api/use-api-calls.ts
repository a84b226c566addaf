import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ApiCall } from '../../../shared/model/api'
import { keys } from '../../app/queries'
import { desk, transport } from '../../transport'

/** As many as the list holds; older ones fall off, as they do at the desk. */
const kept = 500

/** The last calls, newest first; each new one comes in by its event. */
export function useApiCalls() {
  const client = useQueryClient()
  const calls = useQuery({ queryKey: keys.apiCalls, queryFn: async () => (await desk.api.calls({})).calls })
  useEffect(
    () =>
      transport.subscribe('api.called', (call) =>
        client.setQueryData<ApiCall[]>(keys.apiCalls, (known = []) =>
          // The list may have been read after the call was made and before its event came.
          known.some((one) => one.requestId === call.requestId) ? known : [call, ...known].slice(0, kept),
        ),
      ),
    [client],
  )
  return calls
}
