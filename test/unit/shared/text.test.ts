import { describe, expect, it } from 'vitest'
import { linesOfText } from '../../../shared/model/common'
import { newUserSchema } from '../../../shared/model/user'

const nameOf = (name: string) => newUserSchema.safeParse({ name, email: 'mara@example.com' }).data?.name

describe('names', () => {
  it.each([
    ['an apostrophe', "Siobhán O’Neil-D'Arcy"],
    ['one letter', 'X'],
    ['one character of another script', '李'],
    ['a non-joiner, as Persian has it', 'علی\u200cرضا'],
    ['a joiner, as Sinhala has it', 'ප්\u200dරියා'],
    ['a joiner, as Malayalam has it', 'ക്\u200dഷ'],
    ['an emoji of a person', 'Mara 👩🏽\u200d⚕\ufe0f'],
  ])('may hold %s', (_what, name) => {
    expect(nameOf(name)).toBe(name.normalize('NFC'))
  })

  it.each([
    ['a control', 'Mara\u0007'],
    ['a line feed', 'Mara\nLind'],
    ['a change of direction', 'Mara\u202eLind'],
    ['a mark of direction', 'Mara\u200fLind'],
    ['the Arabic mark of direction', 'Mara\u061cLind'],
    ['a zero-width space', 'Ma\u200bra'],
    ['a joiner where no script has one', 'Ma\u200dra'],
    ['a joiner at the end', 'علی\u200c'],
    ['a soft hyphen', 'Ma\u00adra'],
    ['a tag that shows nothing', 'Mara\u{e0041}'],
    ['half a character', 'Mara\ud83d'],
    ['nothing but a blank letter', '\u3164'],
    ['nothing but spaces', ' \u00a0 '],
  ])('may not hold %s', (_what, name) => {
    expect(nameOf(name)).toBeUndefined()
  })
})

describe('notes', () => {
  it('keep their lines', () => {
    expect(linesOfText(20).parse(' one\r\ntwo\n')).toBe('one\ntwo')
  })

  it.each(['a\u202eb', 'a\tb', 'a\u2028b', 'a\u061cb'])('take nothing else that cannot be shown: %j', (text) => {
    expect(linesOfText(20).safeParse(text).success).toBe(false)
  })
})
