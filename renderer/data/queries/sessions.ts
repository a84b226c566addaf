import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Output } from '../../../shared/contract/contract'
import type { Session } from '../../../shared/model/session'
import { keys } from '../query-client'
import { cacheable } from '../transport'
import { pagesOf } from './pages'

const sessionPages = pagesOf((page: Output<'sessions.list'>) => page.sessions)

/** Sessions, newest first, page by page; of one state or of all. */
export function useSessions(state: Session['state'] | null) {
  return useInfiniteQuery({
    queryKey: keys.sessionPages(state),
    queryFn: ({ pageParam }) =>
      cacheable.sessions.list({ limit: 100, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    select: sessionPages,
  })
}

/** The sessions of one person that were open when asked, newest first. */
export function useOpenSessions(userId: string) {
  return useQuery({
    queryKey: keys.openSessions(userId),
    queryFn: async () => (await cacheable.sessions.list({ userId, state: 'open' })).sessions,
  })
}
