import { describe, expect, it } from 'vitest'
import { dayOf, filterOf, noFilter, rangeInWords } from '../../../renderer/features/audit/filter-values'
import { auditFilterSchema } from '../../../shared/model/audit'

const now = new Date(2026, 10, 22, 10, 41).getTime()
const at = (month: number, day: number) => new Date(2026, month - 1, day).getTime()

describe('the filter row of the audit screen', () => {
  it('filters nothing until something is chosen', () => {
    expect(filterOf(noFilter, now)).toEqual({})
  })

  it('takes whole local days, the last one included', () => {
    expect(filterOf({ ...noFilter, when: 'yesterday' }, now)).toEqual({ from: at(11, 21), to: at(11, 22) })
    const range = filterOf({ ...noFilter, when: 'range', fromDay: '2026-11-01', toDay: '2026-11-22' }, now)
    expect(range).toEqual({ from: at(11, 1), to: at(11, 23) })
    expect(rangeInWords(range)).toBe('1 Nov 2026 to 22 Nov 2026')
  })

  it('leaves an end open that is not filled in yet', () => {
    expect(filterOf({ ...noFilter, when: 'range', toDay: '2026-11-22' }, now)).toEqual({ to: at(11, 23) })
  })

  it('takes a group of actions as all of its actions, and a severity as it and those above', () => {
    const { actions, severities } = filterOf({ ...noFilter, action: 'group:pass.', severity: 'warning' }, now)
    expect(actions).toEqual(['pass.issued', 'pass.redeemed', 'pass.refused', 'pass.revoked'])
    expect(severities).toEqual(['warning', 'critical'])
  })

  it('counts what was denied among what was refused', () => {
    expect(filterOf({ ...noFilter, outcome: 'fail' }, now).outcomes).toEqual(['fail', 'denied'])
  })

  it('gives a filter that the contract takes', () => {
    const values = { ...noFilter, text: ' lind ', when: 'week', action: 'user.locked', channel: 'api' } as const
    expect(auditFilterSchema.parse(filterOf(values, now))).toMatchObject({ text: 'lind', channels: ['api'] })
  })

  it('writes a day the way a date field does', () => {
    expect(dayOf(now)).toBe('2026-11-22')
  })
})
