import { QueryClient } from '@tanstack/react-query'
import { DeskError } from '../../shared/errors'
import type { AuditFilter } from '../../shared/model/audit'
import type { Session } from '../../shared/model/session'
import type { PeopleFilter } from '../../shared/model/user'

/** Names of everything read from the desk. A key's head names the whole family for invalidation. */
export const keys = {
  vault: ['vault'] as const,
  host: ['host'] as const,
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
  auditDays: (filter: AuditFilter, end: number) => ['audit', 'days', filter, end] as const,
  trails: ['audit', 'trail'] as const,
  trail: (userId: string, limit: number) => ['audit', 'trail', userId, limit] as const,
  sessions: ['sessions'] as const,
  sessionPages: (state: Session['state'] | null) => ['sessions', 'pages', state] as const,
  openSessions: (userId: string) => ['sessions', 'open', userId] as const,
  apiStatus: ['api', 'status'] as const,
  apiCalls: ['api', 'calls'] as const,
  forPerson: ['for-person'] as const,
  demo: ['demo'] as const,
  /** In the vault's family, which a lock does not drop. */
  demoPassphrase: ['vault', 'passphrase'] as const,
  demoStatus: ['demo', 'status'] as const,
  demoPhones: ['demo', 'phones'] as const,
}

/** A query that met no answer, or that the host let in no more, waits for the line and asks again: it changes nothing. */
const unheard = (_failures: number, error: Error): boolean =>
  error instanceof DeskError && (error.code === 'no_answer' || error.code === 'unauthenticated')

/**
 * One client for the page. A refusal is an answer, so nothing is asked twice because of one. A mutation
 * is forgotten as soon as its screen is: what went in or came out may be a code or a secret.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: unheard, retryDelay: 0, staleTime: 10_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, gcTime: 0, networkMode: 'always' },
  },
})
