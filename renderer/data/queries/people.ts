import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Output } from '../../../shared/contract/contract'
import type { PeopleFilter } from '../../../shared/model/user'
import { keys } from '../query-client'
import { cacheable } from '../transport'
import { pagesOf } from './pages'

/** One person with everything their page shows. */
export function useUser(userId: string) {
  return useQuery({ queryKey: keys.user(userId), queryFn: () => cacheable.users.get({ userId }) })
}

/** The search for the first `limit` people that match, to be read by a hook or at once. */
export function searchQuery(query: string, limit: number) {
  return queryOptions({
    queryKey: keys.search(query, limit),
    queryFn: () => cacheable.users.search({ query, limit }),
  })
}

/** The people that match as one types; the last answer stays until the next is there. */
export function useSearch(query: string, limit = 8, enabled = true) {
  return useQuery({ ...searchQuery(query, limit), placeholderData: keepPreviousData, enabled })
}

const peoplePages = pagesOf((page: Output<'users.search'>) => page.users)

/** The people screen's list, page by page. */
export function usePeople(query: string, filter: PeopleFilter) {
  return useInfiniteQuery({
    queryKey: keys.people(query, filter),
    queryFn: ({ pageParam }) =>
      cacheable.users.search({ query, filter, limit: 200, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    select: peoplePages,
  })
}
