import { cursorOf, placeOfCursor } from '../../desk/cursor'
import type { UserFacts } from '../../desk/store/user-facts'
import { isObject } from '../body'
import { ApiError } from '../errors'
import { userObject } from '../objects'
import type { ApiRequest } from '../request'
import { type Filter, filterOf } from './user-filters'

const limits = { min: 1, max: 1000, default: 100 }

/** POST /v1/users/search. Oldest first; a cursor stands for the last user seen, so that none is left out or shown twice. */
export function searchUsers({ desk, body }: ApiRequest) {
  const limit = limitOf(body.limit)
  const after = placeAfter(body.cursor)
  const matches = matcherOf(body.query)
  const now = desk.context.clock.now()
  const places: string[] = []
  for (const facts of desk.people.everybody()) if (matches({ facts, now })) places.push(placeOf(facts))
  const rest = places.sort().filter((place) => place > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    results: page.map((place) => userObject(desk, place.slice(placeDigits + 1))),
    results_metadata: {
      total: places.length,
      next_cursor: rest.length > limit && last !== undefined ? cursorOf(last) : null,
    },
  }
}

/** Digits that hold any time in milliseconds, so that places sort as the times do. */
const placeDigits = 15

function placeOf({ createdAt, userId }: UserFacts): string {
  return `${String(createdAt).padStart(placeDigits, '0')} ${userId}`
}

function placeAfter(cursor: unknown): string {
  if (cursor === undefined) return ''
  const place = typeof cursor === 'string' ? placeOfCursor(cursor) : null
  if (place !== null && /^\d{15} user-(live|test)-[0-9a-f-]{36}$/.test(place)) return place
  throw new ApiError('user_search_invalid_cursor')
}

function limitOf(limit: unknown): number {
  if (limit === undefined) return limits.default
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= limits.min && limit <= limits.max) return limit
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
