import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Input, Output } from '../../../shared/contract/contract'
import type { AuditFilter } from '../../../shared/model/audit'
import { keys } from '../query-client'
import { cacheable } from '../transport'
import { pagesOf } from './pages'

const auditPages = pagesOf((page: Output<'audit.list'>) => page.events)

/** The audit log under a filter, newest first, page by page. */
export function useAudit(filter: AuditFilter, pageSize = 100) {
  return useInfiniteQuery({
    queryKey: keys.auditPages(filter),
    queryFn: ({ pageParam }) => {
      const input: Input<'audit.list'> = { filter, limit: pageSize }
      if (pageParam !== null) input.before = pageParam
      return cacheable.audit.list(input)
    },
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    select: auditPages,
  })
}

/** The newest events about one person. */
export function useTrail(userId: string, limit = 20) {
  return useQuery({
    queryKey: keys.trail(userId, limit),
    queryFn: () => cacheable.audit.list({ filter: { subjectUserId: userId }, limit }),
  })
}

/** Counts of the events of days in a row under a filter; `starts` as in `audit.days`. */
export function useAuditDays(filter: AuditFilter, starts: number[]) {
  return useQuery({
    queryKey: keys.auditDays(filter, starts.at(-1) ?? 0),
    queryFn: async () => (await cacheable.audit.days({ filter, starts })).days,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
}
