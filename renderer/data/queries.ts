import {
  keepPreviousData,
  QueryClient,
  type QueryKey,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Input } from '../../shared/contract/contract'
import { DeskError } from '../../shared/errors'
import type { AuditFilter } from '../../shared/model/audit'
import type { VaultStatus } from '../../shared/model/desk'
import type { Session } from '../../shared/model/session'
import type { PeopleFilter } from '../../shared/model/user'
import { gather } from './batch'
import { keepClock, readClock } from './clock'
import { desk, transport } from './transport'

/** Names of everything read from the desk. A key's head names the whole family for invalidation. */
export const keys = {
  vault: ['vault'] as const,
  clock: ['clock'] as const,
  settings: ['settings'] as const,
  overview: ['overview'] as const,
  users: ['users'] as const,
  search: (query: string, limit: number) => ['users', 'search', query, limit] as const,
  people: (query: string, filter: PeopleFilter) => ['users', 'people', query, filter] as const,
  allOfUser: ['user'] as const,
  user: (userId: string) => ['user', userId] as const,
  audit: ['audit'] as const,
  auditPages: (filter: AuditFilter) => ['audit', 'pages', filter] as const,
  trail: (userId: string, limit: number) => ['audit', 'trail', userId, limit] as const,
  sessions: ['sessions'] as const,
  sessionPages: (state: Session['state'] | null) => ['sessions', 'pages', state] as const,
  openSessions: (userId: string) => ['sessions', 'open', userId] as const,
  apiStatus: ['api', 'status'] as const,
  apiCalls: ['api', 'calls'] as const,
  demo: ['demo'] as const,
  /** Of the vault's family, which a lock does not drop. */
  demoPassphrase: ['vault', 'passphrase'] as const,
  demoStatus: ['demo', 'status'] as const,
  demoPhones: ['demo', 'phones'] as const,
}

/** One client for the page. A refusal is an answer, so nothing is asked twice because of one. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 10_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** State of the vault: asked before everything else. */
export function useVaultStatus() {
  return useQuery({ queryKey: keys.vault, queryFn: () => desk.vault.status(), staleTime: Number.POSITIVE_INFINITY })
}

/** The operator at the desk, or null while locked. */
export function useOperator() {
  return useVaultStatus().data?.operator ?? null
}

/** Verdict on the desk's clock; the page's own clock is set by the same reading. */
export function useClockStatus() {
  return useQuery({ queryKey: keys.clock, queryFn: readClock, staleTime: 60_000 })
}

export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: () => desk.settings.get() })
}

export function useOverview() {
  return useQuery({ queryKey: keys.overview, queryFn: () => desk.desk.overview() })
}

/** One person with everything their page shows. */
export function useUser(userId: string) {
  return useQuery({ queryKey: keys.user(userId), queryFn: () => desk.users.get({ userId }) })
}

/** The search for the first `limit` people that match, to be read by a hook or at once. */
export function searchQuery(query: string, limit: number) {
  return queryOptions({
    queryKey: keys.search(query, limit),
    queryFn: () => desk.users.search({ query, limit }),
  })
}

/** The people that match as one types; the last answer stays until the next is there. */
export function useSearch(query: string, limit = 8, enabled = true) {
  return useQuery({ ...searchQuery(query, limit), placeholderData: keepPreviousData, enabled })
}

/** The people screen's list, page by page. */
export function usePeople(query: string, filter: PeopleFilter) {
  return useInfiniteQuery({
    queryKey: keys.people(query, filter),
    queryFn: ({ pageParam }) =>
      desk.users.search({ query, filter, limit: 200, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** The audit log under a filter, newest first, page by page. */
export function useAudit(filter: AuditFilter, pageSize = 100) {
  return useInfiniteQuery({
    queryKey: keys.auditPages(filter),
    queryFn: ({ pageParam }) => {
      const input: Input<'audit.list'> = { filter, limit: pageSize }
      if (pageParam !== null) input.before = pageParam
      return desk.audit.list(input)
    },
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
}

/** The newest events about one person. */
export function useTrail(userId: string, limit = 20) {
  return useQuery({
    queryKey: keys.trail(userId, limit),
    queryFn: () => desk.audit.list({ filter: { subjectUserId: userId }, limit }),
  })
}

/** Sessions, newest first, page by page; of one state or of all. */
export function useSessions(state: Session['state'] | null) {
  return useInfiniteQuery({
    queryKey: keys.sessionPages(state),
    queryFn: ({ pageParam }) =>
      desk.sessions.list({ limit: 100, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** The sessions of one person that were open when asked, newest first. */
export function useOpenSessions(userId: string) {
  return useQuery({
    queryKey: keys.openSessions(userId),
    queryFn: async () => (await desk.sessions.list({ userId, state: 'open' })).sessions,
  })
}

/** Whether the API is on, and where; kept true by its own event. */
export function useApiStatus() {
  return useQuery({ queryKey: keys.apiStatus, queryFn: () => desk.api.status() })
}

/** What a refused call said; anything that is not a refusal becomes one sentence too. */
export function asDeskError(error: unknown): DeskError {
  if (error instanceof DeskError) return error
  return new DeskError('internal', 'Something went wrong on this screen. Nothing was changed. Open it again.')
}

/** How often a click or key may tell the desk that somebody is at work. */
const activityEveryMs = 30_000
/** How often, at most, what the screens show is read again while events come in. */
const staleEveryMs = 150

/**
 * Keeps what the screens show in step with the desk while the vault is open: events make the
 * families they touch stale, the clock is kept true, and hands on the keyboard put off the idle lock.
 */
export function useLiveDesk(): void {
  const client = useQueryClient()
  useEffect(() => {
    const touched = gather<QueryKey>(staleEveryMs, (familyKeys) => {
      const once = new Map(familyKeys.map((queryKey) => [queryKey.join(), queryKey]))
      for (const queryKey of once.values()) void client.invalidateQueries({ queryKey })
    })
    const stale = (...familyKeys: QueryKey[]) => familyKeys.forEach(touched.add)
    const ends = [
      transport.subscribe('audit.appended', ({ action, subject }) => {
        // Reading the log is itself an event: following it would read for ever.
        if (action === 'audit.read') return
        stale(keys.overview, keys.users, keys.sessions, keys.demo, ['audit', 'trail'])
        stale(subject ? keys.user(subject) : keys.allOfUser)
        if (action === 'settings.changed') stale(keys.settings)
      }),
      transport.subscribe('api.changed', (status) => client.setQueryData(keys.apiStatus, status)),
      keepClock((status) => {
        client.setQueryData(keys.clock, status)
        stale(keys.demo)
      }),
    ]
    let told = performance.now()
    const atWork = () => {
      if (performance.now() - told < activityEveryMs) return
      told = performance.now()
      void desk.settings.get().catch(() => undefined)
    }
    window.addEventListener('pointerdown', atWork)
    window.addEventListener('keydown', atWork)
    return () => {
      touched.end()
      for (const end of ends) end()
      window.removeEventListener('pointerdown', atWork)
      window.removeEventListener('keydown', atWork)
    }
  }, [client])
}

/** Puts the page into the locked state at once: what was read before is dropped, never shown. */
function showLocked(client: QueryClient): void {
  client.setQueryData<VaultStatus>(keys.vault, (status) => status && { ...status, state: 'locked', operator: null })
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.vault[0] })
}

/** Hears of a lock or unlock, from this page or anywhere else. */
export function useVaultEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    const again = () => void client.invalidateQueries({ queryKey: keys.vault })
    const ends = [
      transport.subscribe('vault.unlocked', again),
      transport.subscribe('vault.locked', () => {
        showLocked(client)
        again()
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client])
}

/** Locks the vault; the place is kept for whoever unlocks it. */
export async function lockVault(): Promise<void> {
  await desk.vault.lock()
  showLocked(queryClient)
}
