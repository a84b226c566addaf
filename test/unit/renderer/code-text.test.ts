import { describe, expect, it } from 'vitest'
import { afterInput, codeText } from '../../../renderer/components/code-box/code-text'

/** What a box of six holds after its input reads `raw`, with the caret at the end unless told. */
const typed = (before: string, raw: string, caret = raw.length) => afterInput(before, raw, caret, 6)

describe('the code box', () => {
  it('takes blanks and every hyphen out, and nothing else', () => {
    expect(codeText(' 481\u00a0-\u2011\u2013052 ')).toBe('481052')
    expect(codeText('48a１é')).toBe('48a1é')
  })

  it('submits on the last digit and not before', () => {
    expect(typed('4810', '48105').complete).toBe(false)
    expect(typed('48105', '481052')).toEqual({ text: '481052', caret: 6, complete: true })
  })

  it('hands letters on instead of dropping them, and reads full-width digits', () => {
    expect(typed('12ab5', '12ab56')).toMatchObject({ text: '12ab56', complete: true })
    expect(typed('１２３４５', '１２３４５６')).toMatchObject({ text: '123456', complete: true })
  })

  it('hands a pasted recovery code on whole', () => {
    expect(typed('', '8F3K-7Q2M-XW9T-4HZB')).toMatchObject({ text: '8F3K7Q2MXW9T4HZB', complete: true })
  })

  it('never submits because something was deleted', () => {
    expect(typed('4810527', '481052').complete).toBe(false)
    expect(typed('481052', '').complete).toBe(false)
  })

  it('overwrites inside a full box and submits only at its end', () => {
    expect(typed('481052', '4981052', 2)).toEqual({ text: '491052', caret: 2, complete: false })
    expect(typed('481052', '4810592', 6)).toEqual({ text: '481059', caret: 6, complete: true })
  })

  it('submits a code that replaces the one that stood there', () => {
    expect(typed('481052', '123456').complete).toBe(true)
  })
})
