import type { Output, ParsedInput } from '../../../shared/contract/contract'
import { fold, foldedWords, foldInPairs, phoneDigits } from '../../../shared/fold'
import { type PeopleFilter, peopleFilterSchema, personFields } from '../../../shared/model/user'
import type { Reader } from '../../vault/types'
import { cursorOf, placeOfCursor, unknownCursor } from '../cursor'
import { allUserFacts, findUserFacts, type UserFacts } from '../store/user-facts'
import { filtersAt, hasFilter, summaryAt } from './summary'

/** A person in the index: their facts, and the folded texts that they are found and sorted by. */
interface IndexedUser {
  facts: UserFacts
  /** Folded name, then id: what the list is sorted by and what a cursor holds. */
  key: string
  /** The folded name, in the ways it is typed, and fields, one a line. */
  text: string
  /** The folded email address whole: a domain is shared by everybody, so it is searched with an @ only. */
  email: string
}

type PeopleSearch = ParsedInput<'users.search'>
type PeoplePage = Output<'users.search'>

/**
 * Everybody, in memory and in order. SQL could not search folded text, and at 100,000 people a pass
 * over an array takes milliseconds. Kept in step by {@link refresh} after each act, never inside one.
 */
export interface PeopleIndex {
  readonly size: number
  /** In the order of their names. */
  everybody(): Iterable<UserFacts>
  get(userId: string): UserFacts | undefined
  /** Reads these people again from the vault; people who are gone leave the index. */
  refresh(userIds: Iterable<string>): void
  /** @throws DeskError `invalid_input` for a cursor that is none of ours */
  search(search: PeopleSearch, now: number): PeoplePage
}

const defaultLimit = 50
// A cursor must stay below the contract's 500 characters, so a key holds no more of a long name.
const keyNameLength = 100
const separator = '\u0000'

export function createPeopleIndex(vault: Reader): PeopleIndex {
  const byId = new Map<string, IndexedUser>()
  const sorted = allUserFacts(vault).map(indexed).sort(byKey)
  for (const entry of sorted) byId.set(entry.facts.userId, entry)

  function remove(entry: IndexedUser): void {
    byId.delete(entry.facts.userId)
    sorted.splice(firstAtOrAfter(sorted, entry.key), 1)
  }

  function put(facts: UserFacts): void {
    const entry = indexed(facts)
    byId.set(facts.userId, entry)
    const at = firstAtOrAfter(sorted, entry.key)
    sorted.splice(at, sorted[at]?.key === entry.key ? 1 : 0, entry)
  }

  return {
    get size() {
      return sorted.length
    },
    *everybody() {
      for (const { facts } of sorted) yield facts
    },
    get: (userId) => byId.get(userId)?.facts,
    refresh(userIds) {
      for (const userId of userIds) {
        const before = byId.get(userId)
        const facts = findUserFacts(vault, userId)
        if (before && (!facts || indexed(facts).key !== before.key)) remove(before)
        if (facts) put(facts)
      }
    },
    search: (search, now) => searchSorted(sorted, search, now),
  }
}

function searchSorted(sorted: readonly IndexedUser[], search: PeopleSearch, now: number): PeoplePage {
  const query = queryOf(search.query ?? '')
  const filter = search.filter ?? 'all'
  const limit = search.limit ?? defaultLimit
  const from = search.cursor === undefined ? '' : keyOfCursor(search.cursor)
  const peopleByFilters = new Array<number>(1 << peopleFilterSchema.options.length).fill(0)
  const page: IndexedUser[] = []
  for (const entry of sorted) {
    if (!matches(entry, query)) continue
    const filters = filtersAt(entry.facts, now)
    peopleByFilters[filters] = (peopleByFilters[filters] ?? 0) + 1
    // One more than asked for tells whether there is a next page.
    if (page.length <= limit && entry.key > from && hasFilter(filters, filter)) page.push(entry)
  }
  const users = page.slice(0, limit)
  const last = users.at(-1)
  const counts = countsOf(peopleByFilters)
  return {
    users: users.map((entry) => summaryAt(entry.facts, now)),
    nextCursor: page.length > limit && last ? cursorOf(last.key) : null,
    matched: counts[filter],
    total: sorted.length,
    counts,
  }
}

interface Query {
  words: readonly string[]
  /** The same words with two letters for ä, ö and their like. */
  inPairs: readonly string[]
  phone: string | null
}

function queryOf(text: string): Query {
  return { words: foldedWords(text), inPairs: foldedWords(text, foldInPairs), phone: phoneDigits(text) }
}

/** A plain loop: a closure for each of 100,000 people would cost more than the search itself. */
function matches(entry: IndexedUser, { words, inPairs, phone }: Query): boolean {
  if (phone !== null && entry.facts.phone?.includes(phone)) return true
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? ''
    const place = word.includes('@') ? entry.email : entry.text
    if (!place.includes(word) && !place.includes(inPairs[i] ?? word)) return false
  }
  return true
}

/** People under each filter, from the number of people under each set of filters. */
function countsOf(peopleByFilters: readonly number[]): PeoplePage['counts'] {
  const count = (filter: PeopleFilter) =>
    peopleByFilters.reduce((sum, people, filters) => (hasFilter(filters, filter) ? sum + people : sum), 0)
  const counts = peopleFilterSchema.options.map((filter) => [filter, count(filter)])
  return Object.fromEntries(counts) as PeoplePage['counts']
}

function indexed(facts: UserFacts): IndexedUser {
  const name = fold(facts.name)
  // A name cut in the middle of a surrogate pair would not survive the way through UTF-8.
  const shortName = name.slice(0, keyNameLength).replace(/[\ud800-\udbff]$/, '')
  return {
    facts,
    key: `${shortName}${separator}${facts.userId}`,
    text: textOf(name, facts),
    email: fold(facts.email ?? ''),
  }
}

function textOf(name: string, facts: UserFacts): string {
  let text = name
  const inPairs = foldInPairs(facts.name)
  if (inPairs !== name) text += `\n${inPairs}`
  // "oconnor" for "O Connor", and a name of two characters typed without the blank.
  if (/\s/u.test(name)) text += `\n${name.replace(/\s+/gu, '')}`
  for (const field of personFields) {
    const value = facts[field]
    if (value !== null) text += `\n${fold(field === 'email' ? localPart(value) : value)}`
  }
  return text
}

function localPart(email: string): string {
  return email.slice(0, email.lastIndexOf('@'))
}

function byKey(a: IndexedUser, b: IndexedUser): number {
  if (a.key === b.key) return 0
  return a.key < b.key ? -1 : 1
}

/** Index of the first entry with a key not below `key`, by halving. */
function firstAtOrAfter(sorted: readonly IndexedUser[], key: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle]?.key ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}

function keyOfCursor(cursor: string): string {
  const key = placeOfCursor(cursor)
  if (key?.includes(separator)) return key
  throw unknownCursor()
}
