import { describe, expect, it } from 'vitest'
import { actionGroups, actionWords } from '../../../renderer/words/actions'
import { attentionText } from '../../../renderer/words/attention'
import { eventInWords } from '../../../renderer/words/event-words'
import { highlighted } from '../../../renderer/words/highlight'
import { removedInWords, whatGoesInWords } from '../../../renderer/words/removal'
import { personState } from '../../../renderer/words/states'
import { clockTime, counted, timeAgo, timeLeft, timeUntil, timeUntilSpoken } from '../../../renderer/words/times'
import { auditActionNames } from '../../../shared/audit-actions'

const now = new Date(2026, 10, 22, 10, 41, 48).getTime()
const minute = 60_000

describe('times in words', () => {
  it('rounds what is left up, so that it never says 0 before the end', () => {
    expect(timeLeft(1)).toBe('1 s')
    expect(timeLeft(0)).toBe('0 s')
    expect(timeLeft(21 * minute + 1)).toBe('22 min')
    expect(timeLeft(200 * minute)).toBe('3 h 20 min')
    expect(timeLeft(1440 * minute)).toBe('24 h')
  })

  it('begins five minutes as five, though the screens’ clock stands on the second before', () => {
    expect(timeUntil(now + 5 * minute + 700, now)).toBe('5 min')
    expect(timeUntil(now + 4 * minute + 1000, now)).toBe('5 min')
    expect(timeUntil(now - 1, now)).toBe('0 s')
    const pending = { status: 'active', enrollment: 'pending', expiresAt: now + 5 * minute + 700 } as const
    const state = personState({ ...pending, lock: null }, now)
    expect(state.label).toBe('Pending, 5 min left')
  })

  it('rounds what has gone by down', () => {
    expect(timeAgo(59_000)).toBe('just now')
    expect(timeAgo(4 * minute - 1)).toBe('3 min')
  })

  it('names the day only when it is not today, and the year only when it is another', () => {
    expect(clockTime(new Date(2026, 10, 22, 11, 5).getTime(), now)).toBe('11:05')
    expect(clockTime(new Date(2026, 10, 14, 9, 12).getTime(), now)).toBe('14 Nov 09:12')
    expect(clockTime(new Date(2025, 10, 14, 9, 12).getTime(), now)).toBe('14 Nov 2025 09:12')
  })

  it('counts one and many', () => {
    expect([counted(1, 'pass', 'passes'), counted(1204, 'row')]).toEqual(['1 pass', '1,204 rows'])
  })
})

describe('what a search found, marked in a text', () => {
  const hits = (text: string, query: string) =>
    highlighted(text, query)
      .filter((stretch) => stretch.hit)
      .map((stretch) => stretch.text)

  it('marks every word of the query, whatever its case', () => {
    expect(hits('Mara Lindqvist', 'LIND mar')).toEqual(['Mar', 'Lind'])
  })

  it('marks the written letters, also where the query lacks their accents or is longer or shorter', () => {
    expect(hits('Łukasz Wiśniewski', 'lukasz wis')).toEqual(['Łukasz', 'Wiś'])
    expect(hits('Elif Yıldız-Lind', 'yildiz')).toEqual(['Yıldız'])
    expect(hits('Sinéad O’Connor', "o'connor")).toEqual(['O’Connor'])
    expect(hits('Anne-Marie Dupont', 'annemarie')).toEqual(['Anne-Marie'])
    expect(hits('Weiß Straße', 'strasse')).toEqual(['Straße'])
    expect(hits('Ħal Qormi', 'hal')).toEqual(['Ħal'])
  })

  it('gives the text back whole when nothing is found', () => {
    expect(highlighted('Chen Wei', 'zzz')).toEqual([{ text: 'Chen Wei', hit: false }])
  })
})

describe('where a person stands', () => {
  const person = {
    status: 'active',
    enrollment: 'active',
    expiresAt: null,
    lock: null,
  } as const

  it('puts a deactivation above a lock, and a lock above the enrollment', () => {
    const lock = { until: now + 24 * minute }
    expect(personState({ ...person, lock }, now).label).toBe('Locked until 11:05')
    expect(personState({ ...person, lock, status: 'deactivated' }, now).label).toBe('Deactivated')
  })

  it('V12 says of a lock without an end who ends it', () => {
    expect(personState({ ...person, lock: { until: null } }, now).label).toBe('Locked until unlocked')
    const care = { kind: 'locked', userId: null, name: '', until: null, count: 100 } as const
    expect(attentionText(care, now)).toBe('Locked after 100 failures')
    expect(eventInWords({ reason: null, details: { factor: 'code', failures: 100, untilUnlocked: true } }, now)).toBe(
      '100 failures, by codes, until an admin unlocks',
    )
  })

  it('forgets a lock that has ended and a QR whose time has run out', () => {
    expect(personState({ ...person, lock: { until: now - 1 } }, now).label).toBe('Enrolled')
    expect(personState({ ...person, enrollment: 'pending', expiresAt: now }, now).label).toBe('QR expired')
    expect(personState({ ...person, enrollment: 'pending', expiresAt: now + 22 * minute }, now).label).toBe(
      'Pending, 22 min left',
    )
  })
})

describe('audit events in words', () => {
  const event = (reason: string | null, details: Parameters<typeof eventInWords>[0]['details']) =>
    eventInWords({ reason, details }, now)

  it('has a label and a group for every published action', () => {
    const grouped = auditActionNames.filter((name) => actionGroups.some(({ prefix }) => name.startsWith(prefix)))
    expect(grouped).toEqual(auditActionNames)
    expect(auditActionNames.filter((name) => !actionWords[name].label)).toEqual([])
  })

  it('says the reason first and what matters most next, whatever the order of the fields', () => {
    expect(event('already_used', { failures: 2, clock: 'steady' })).toBe('already used, 2 failures')
    expect(event(null, { identityCheck: 'badge', left: 7 })).toBe('7 left, identity checked by badge')
    expect(event(null, { offset: -1, step: 59, failuresBefore: 0 })).toBe('previous step, phone behind')
  })

  it('keeps a reason that a person typed as it is', () => {
    expect(event('Phone left at home', {})).toBe('Phone left at home')
  })

  it('shows a changed setting from what to what', () => {
    expect(event(null, { 'lockAfter.after': 12, 'lockAfter.before': 10 })).toBe('lock after 10 → 12')
  })
})

describe('care and removal in words', () => {
  it('says what is wrong and until when', () => {
    const care = { kind: 'locked', userId: null, name: '', until: now + 24 * minute, count: 10 } as const
    expect(attentionText(care, now)).toBe('Locked until 11:05 after 10 failures')
    expect(attentionText({ ...care, kind: 'low_codes', count: 1 }, now)).toBe('1 recovery code left')
  })

  it('says what goes with a person before, and what went after', () => {
    expect(whatGoesInWords({ name: 'Chen Wei', totp: null, recovery: null, pass: null })).toMatch(
      /^Chen Wei goes for good/u,
    )
    expect(removedInWords({ name: 'Chen Wei', totps: 1, recoveryCodes: 7, sessions: 0 })).toBe(
      'Chen Wei is removed. 1 authenticator and 7 recovery codes went too.',
    )
  })
})

describe('time left, to the operator and to the person', () => {
  it('is the same number of hours at every minute of a day', () => {
    for (let minutes = 600; minutes <= 1440; minutes += 1) {
      for (const rest of [0, 1, 30_000, 59_999]) {
        const end = now + minutes * minute + rest
        expect(timeUntilSpoken(end, now)).toBe(timeUntil(end, now).replace(/ h$/, ' hours'))
      }
    }
    expect(timeUntilSpoken(now + 1000, now)).toBe('1 second')
  })
})
