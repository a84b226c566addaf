import { describe, expect, it } from 'vitest'
import { emailSchema, externalIdSchema, newUserSchema, phoneSchema } from '../../../shared/model/user'
import { asciiDigits, cleanCode } from '../../../shared/text/clean'
import { readPhone } from '../../../shared/text/phone'

// Each pasted character by its code point: what contacts, chats, PDFs and word processors bring along.
const pasted = [
  0xad, 0x34f, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060,
  0x2066, 0x2067, 0x2068, 0x2069, 0xfe0f, 0xfeff,
].map((point) => String.fromCodePoint(point))
const hyphens = [
  '-',
  '\u2010',
  '\u2011',
  '\u2012',
  '\u2013',
  '\u2014',
  '\u2015',
  '\u2212',
  '\ufe58',
  '\ufe63',
  '\uff0d',
]
const blanks = [' ', '\u00a0', '\u2007', '\u2009', '\u202f', '\u3000', '\t']

describe('digits', () => {
  it('of every numbering system are read, as Intl writes them', () => {
    const systems = Intl.supportedValuesOf('numberingSystem').filter((system) => {
      const one = new Intl.NumberFormat('en', { numberingSystem: system, useGrouping: false }).format(1234567890)
      return /^\p{Nd}{10}$/u.test(one)
    })
    expect(systems.length).toBeGreaterThan(60)
    for (const numberingSystem of systems) {
      const written = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false }).format(1234567890)
      expect([numberingSystem, asciiDigits(written)]).toEqual([numberingSystem, '1234567890'])
    }
  })

  it('that are not decimal stay, so that no meaning is guessed', () => {
    for (const text of ['½', '²', '①', '一', 'Ⅳ']) expect(cleanCode(text)).toBe(text)
  })
})

describe('what paste adds', () => {
  it.each(pasted)('U+%# is dropped from codes, phones, emails and ids', (mark) => {
    expect(cleanCode(`${mark}481${mark}052${mark}`)).toBe('481052')
    expect(phoneSchema.parse(`${mark}+4670${mark}1234567${mark}`)).toBe('+46701234567')
    expect(emailSchema.parse(`${mark}Mara${mark}@example.com${mark}`)).toBe('mara@example.com')
    expect(externalIdSchema.parse(`${mark}E-${mark}17${mark}`)).toBe('E-17')
  })

  it('hyphens and blanks of every kind are the ordinary ones', () => {
    for (const hyphen of hyphens) {
      expect(cleanCode(`481${hyphen}052`)).toBe('481052')
      expect(phoneSchema.parse(`+46${hyphen}70${hyphen}1234567`)).toBe('+46701234567')
      expect(emailSchema.parse(`anna${hyphen}lena@example.com`)).toBe('anna-lena@example.com')
      expect(externalIdSchema.parse(`E${hyphen}17`)).toBe('E-17')
    }
    for (const blank of blanks) {
      expect(cleanCode(`481${blank}052`)).toBe('481052')
      expect(phoneSchema.parse(`+46${blank}70${blank}1234567`)).toBe('+46701234567')
    }
  })

  it('is dropped round a name and refused by name inside one', () => {
    const read = (name: string) => newUserSchema.safeParse({ name, email: 'm@example.com' })
    expect(read('\u2068\u200eMara Lind\u200b\u2069').data?.name).toBe('Mara Lind')
    expect(read('Mara\u00a0Lind').data?.name).toBe('Mara Lind')
    for (const [name, words] of [
      ['Ma\u200bra', 'U+200B ZERO WIDTH SPACE'],
      ['Ma\u00adra', 'U+00AD SOFT HYPHEN'],
      ['Ma\u202era', 'U+202E RIGHT-TO-LEFT OVERRIDE'],
      ['Ma\ue000ra', 'U+E000, a private-use character'],
      ['Ma\u0378ra', 'U+0378, a character that Unicode does not define'],
      ['Ma\u0007ra', 'U+0007, a control character'],
      ['Ma\u{e0041}ra', 'U+E0041, an invisible character'],
      ['Ma\u180bra', 'U+180B, an invisible character'],
      ['Ma\u3164ra', 'U+3164 HANGUL FILLER'],
      ['Ma\ud83d', 'U+D83D, half a character'],
    ] as const)
      expect(read(name).error?.issues[0]?.message).toBe(`Contains ${words}, which cannot be shown. Delete it.`)
    for (const name of ['\u0301', '\u20dd\u0300']) expect(read(name).success).toBe(false)
    for (const name of ['葛\u{e0100}城', '❤\ufe0f Mara', 'علی\u200cرضا']) expect(read(name).data?.name).toBe(name)
  })

  it('that is a letter elsewhere is refused by name in an address and an id', () => {
    expect(emailSchema.safeParse('josé@example.com').error?.issues[0]?.message).toBe(
      '“é” cannot stand in an email address. Delete it.',
    )
    expect(externalIdSchema.safeParse('a b').error?.issues[0]?.message).toContain('cannot stand in an external id')
    expect(phoneSchema.safeParse('+46 70 12x').error?.issues[0]?.message).toContain('“x” cannot stand')
  })
})

describe('phone numbers', () => {
  it.each([
    ['+46 (0)70 123 45 67', '+46701234567'],
    ['+49 (0) 209 22334455', '+4920922334455'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['0046 70 123 45 67', '+46701234567'],
    ['(+46) 70-123 45 67', '+46701234567'],
    ['tel:+46-70-123-45-67', '+46701234567'],
    ['+46/70/1234567', '+46701234567'],
    ['+39 06 1234 5678', '+390612345678'],
    ['＋４６ ７０ １２３ ４５ ６７', '+46701234567'],
  ])('%s is %s', (typed, kept) => expect(readPhone(typed)).toEqual({ number: kept }))

  it.each([
    ['070-123 45 67', 'SE', '+46701234567'],
    ['(0209) 22334455', 'DE', '+4920922334455'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['+46 70 123 45 67', 'DE', '+46701234567'],
  ])('%s at a desk in %s is %s', (typed, country, kept) => expect(readPhone(typed, country)).toEqual({ number: kept }))

  it.each([
    ['070-123 45 67', 'Begin with +'],
    ['+46 70 123 45 67 ext. 12', 'extension'],
    ['+46 70 123 45 67 x12', 'extension'],
    ['+46 70 123 45 67;ext=12', 'extension'],
    ['+46 70', 'too short'],
    ['+46 70 123 45 67 89 01 23 45', 'too long'],
    ['+999 70 123 45 67', 'No country'],
    ['', 'Begin with +'],
    ['+46 70 ½23', '“½” cannot stand'],
  ])('%s is refused with the reason', (typed, words) => {
    const reading = readPhone(typed)
    expect('problem' in reading && reading.problem).toContain(words)
  })
})
