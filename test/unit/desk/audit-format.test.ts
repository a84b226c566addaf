import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { csvHeader } from '../../../electron/desk/audit/csv'
import { auditActions } from '../../../shared/audit-actions'
import { auditEventSchema } from '../../../shared/model/audit'

const text = readFileSync(new URL('../../../docs/audit-format.md', import.meta.url), 'utf8')
const section = (title: string) => text.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? ''

describe('docs/audit-format.md', () => {
  it('L2 lists every action with its severity, in the order of the code', () => {
    const listed = [...section('Actions').matchAll(/^\| `([\w.]+)` \| (\w+) \| .+ \|$/gm)].map(
      ([, action, severity]) => [action, severity],
    )
    expect(listed).toEqual(Object.entries(auditActions))
  })

  it('lists every field of an event', () => {
    const listed = [...section('One event').matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => field)
    expect(listed).toEqual(Object.keys(auditEventSchema.shape))
  })

  it('lists the columns of the CSV export in their order', () => {
    const [, columns = ''] = /The columns:\n\n([\s\S]*?)\n\n/.exec(section('CSV export')) ?? []
    const listed = [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => column)
    expect(listed.join(',')).toBe(csvHeader('rfc4180').trim())
  })
})
