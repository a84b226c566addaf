import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ApiCall } from '../../../shared/model/api'
import { createBatcher } from '../../data/batch'
import { useLastApiCalls } from '../../data/queries/api'
import { keys } from '../../data/query-client'
import { transport } from '../../data/transport'

/** As many as the list holds; older ones fall off, as they do at the desk. */
const kept = 500
const everyMs = 100

/** The list with calls that came one by one, oldest first, on top. */
function withNew(known: readonly ApiCall[], came: readonly ApiCall[]): ApiCall[] {
  // The list may have been read after a call was made and before its event came.
  const ids = new Set(known.map((call) => call.requestId))
  const fresh = came.filter((call) => !ids.has(call.requestId)).toReversed()
  return [...fresh, ...known].slice(0, kept)
}

/** The last calls, newest first; each new one comes in by its event. */
export function useApiCalls() {
  const client = useQueryClient()
  const calls = useLastApiCalls()
  useEffect(() => {
    const came = createBatcher<ApiCall>(everyMs, (items) =>
      client.setQueryData<ApiCall[]>(keys.apiCalls, (known = []) => withNew(known, items)),
    )
    const end = transport.subscribe('api.called', came.add)
    return () => {
      came.end()
      end()
    }
  }, [client])
  return calls
}
