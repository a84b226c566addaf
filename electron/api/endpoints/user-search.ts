import { statusOf } from '../../desk/users/stytch-record'
import { isObject } from '../body'
import { ApiError } from '../errors'
import { userObject } from '../objects'
import type { ApiRequest } from '../request'
import { type Candidate, type Filter, filterOf } from './user-filters'

const limits = { least: 1, most: 1000, otherwise: 100 }

/** POST /v1/users/search. Oldest first; a cursor stands for the last user seen, so that none is left out or shown twice. */
export function searchUsers({ desk, body }: ApiRequest) {
  const limit = limitOf(body.limit)
  const after = placeOfCursor(body.cursor)
  const matches = matcherOf(body.query)
  const now = desk.context.clock.now()
  const asPending = desk.users.madeAsPending()
  const places: string[] = []
  for (const { facts } of desk.people.everybody()) {
    const candidate: Candidate = { facts, status: statusOf(facts, asPending.has(facts.user_id)), now }
    if (matches(candidate)) places.push(placeOf(facts))
  }
  const rest = places.sort().filter((place) => place > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    results: page.map((place) => userObject(desk, place.slice(placeDigits + 1))),
    results_metadata: {
      total: places.length,
      next_cursor: rest.length > limit && last !== undefined ? Buffer.from(last).toString('base64url') : null,
    },
  }
}

/** Digits that hold any time in milliseconds, so that places sort as the times do. */
const placeDigits = 15

function placeOf({ created_at, user_id }: Candidate['facts']): string {
  return `${String(created_at).padStart(placeDigits, '0')} ${user_id}`
}

function placeOfCursor(cursor: unknown): string {
  if (cursor === undefined) return ''
  const place = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString('utf8') : ''
  if (/^\d{15} user-(live|test)-[0-9a-f-]{36}$/.test(place)) return place
  throw new ApiError('user_search_invalid_cursor')
}

function limitOf(limit: unknown): number {
  if (limit === undefined) return limits.otherwise
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= limits.least && limit <= limits.most)
    return limit
  throw new ApiError('user_search_invalid_limit')
}

function matcherOf(query: unknown): Filter {
  if (query === undefined) return () => true
  if (!isObject(query)) throw new ApiError('user_search_expected_object')
  const { operands = [] } = query
  const operator = query.operator ?? 'AND'
  if (!Array.isArray(operands)) throw new ApiError('bad_request', { message: 'operands must be an array.' })
  if (operator !== 'AND' && operator !== 'OR') throw new ApiError('user_search_invalid_operator')
  const filters = operands.map(filterOf)
  if (filters.length === 0) return () => true
  return operator === 'AND'
    ? (candidate) => filters.every((filter) => filter(candidate))
    : (candidate) => filters.some((filter) => filter(candidate))
}
