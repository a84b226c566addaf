import type { Writer } from '../../vault/types'

/**
 * What becomes of a stored time when a clock that stood ahead is put right.
 * - `happened`: it cannot be later than now.
 * - `ends`: what began, or was last renewed, at the time in `from`. If that lies ahead it begins now,
 *   and lasts no longer than was left of it then.
 * - `capped`: the end of a wait or a lock, which lasts no longer than it can.
 * - `step`: a high-water mark. Beyond the next time step it becomes the current one, as used.
 * - `kept`: a record, or a fact that no clock changes.
 */
type Rule =
  | { rule: 'happened' }
  | { rule: 'ends'; from: string }
  | { rule: 'capped'; as: 'wait' | 'lock' }
  | { rule: 'step' }
  | { rule: 'kept' }

const happened: Rule = { rule: 'happened' }
const kept: Rule = { rule: 'kept' }

/** Every column that holds a time. A test compares it with the schema: a new one has to be thought about here. */
export const storedTimes: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  operators: { created_at: happened },
  users: { created_at: happened, updated_at: happened, last_accepted_at: happened },
  totps: {
    created_at: happened,
    expires_at: { rule: 'ends', from: 'created_at' },
    activated_at: happened,
    verified_again_at: happened,
    handed_over_at: happened,
    ended_at: happened,
    last_step: { rule: 'step' },
  },
  // A code that was accepted ahead of its time stays used when its time comes.
  steps_used_ahead: { step: kept },
  throttles: { wait_until: { rule: 'capped', as: 'wait' }, locked_until: { rule: 'capped', as: 'lock' } },
  recovery_sets: { created_at: happened, last_used_at: happened },
  recovery_codes: { spent_at: happened },
  passes: { issued_at: happened, expires_at: { rule: 'ends', from: 'issued_at' } },
  sessions: {
    started_at: happened,
    last_accessed_at: happened,
    // A session is renewed by an access only.
    expires_at: { rule: 'ends', from: 'last_accessed_at' },
    revoked_at: happened,
  },
  // Each machine's own, which the clock guard takes back to the time confirmed.
  machines: { highest_seen: kept },
  session_tokens: { made_at: happened },
  session_factors: { first_at: happened, last_at: happened },
  session_keys: { made_at: happened, retired_at: happened },
  // The log says what the clock said; its order is that of `seq`.
  audit_events: { time_ms: kept },
}

/** How many rows each rule changed; ends by their table. */
export interface RepairedTimes {
  happened: number
  ends: Readonly<Record<string, number>>
  waits: number
  locks: number
  marks: number
}

/**
 * Brings every stored time to where it can be at `now`.
 * @param latest when a wait and a lock that begin now would end at the latest
 */
export function repairStoredTimes(tx: Writer, now: number, latest: { wait: number; lock: number }): RepairedTimes {
  const ends: Record<string, number> = {}
  const numbers = { happened: 0, waits: 0, locks: 0, marks: 0 }
  // Ends first: they go by the beginnings as they were written.
  for (const [table, column, rule] of rules()) {
    if (rule.rule !== 'ends') continue
    const { from } = rule
    ends[table] = tx.run(`update ${table} set ${column} = ? + (${column} - ${from}) where ${from} > ?`, [now, now])
  }
  for (const [table, column, rule] of rules()) {
    if (rule.rule === 'happened') numbers.happened += notAfter(tx, table, column, now)
    if (rule.rule === 'capped') numbers[`${rule.as}s`] += notAfter(tx, table, column, latest[rule.as])
    if (rule.rule === 'step') {
      numbers.marks += tx.run(
        `update ${table} set ${column} = cast(? / (period * 1000) as integer)
         where ${column} > cast(? / (period * 1000) as integer) + 1`,
        [now, now],
      )
    }
  }
  return { ...numbers, ends }
}

function rules(): [table: string, column: string, rule: Rule][] {
  return Object.entries(storedTimes).flatMap(([table, columns]) =>
    Object.entries(columns).map(([column, rule]): [string, string, Rule] => [table, column, rule]),
  )
}

function notAfter(tx: Writer, table: string, column: string, latest: number): number {
  return tx.run(`update ${table} set ${column} = ? where ${column} > ?`, [latest, latest])
}
