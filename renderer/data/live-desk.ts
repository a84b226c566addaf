import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { createBatcher } from './batch'
import { keepClock } from './clock'
import { keys } from './query-client'
import { transport } from './transport'

/** How often, at most, what the screens show is read again while events come in. */
const staleEveryMs = 150

/**
 * Keeps what the screens show in step with the desk while the vault is open: events make the
 * families they touch stale, and the clock is kept true.
 */
export function useLiveDesk(): void {
  const client = useQueryClient()
  useEffect(() => {
    const touched = createBatcher<QueryKey>(staleEveryMs, (familyKeys) => {
      const once = new Map(familyKeys.map((queryKey) => [queryKey.join(), queryKey]))
      for (const queryKey of once.values()) void client.invalidateQueries({ queryKey })
    })
    const stale = (...familyKeys: QueryKey[]) => familyKeys.forEach(touched.add)
    const ends = [
      transport.subscribe('audit.appended', ({ action, subject }) => {
        // Reading the log is itself an event: following it would never stop reading.
        if (action === 'audit.read') return
        stale(keys.overview, keys.users, keys.sessions, keys.demo, keys.trails)
        stale(subject ? keys.user(subject) : keys.allOfUser)
        if (action === 'settings.changed') stale(keys.settings)
      }),
      transport.subscribe('api.changed', (status) => client.setQueryData(keys.apiStatus, status)),
      keepClock((status) => {
        client.setQueryData(keys.clock, status)
        stale(keys.demo)
      }),
    ]
    return () => {
      touched.end()
      for (const end of ends) end()
    }
  }, [client])
}
