import { describe, expect, it } from 'vitest'
import { createPassphraseWait } from '../../../electron/desk/passphrase-wait'
import { personRefusalWords } from '../../../renderer/words/person-refusals'
import { unlockRefusal } from '../../../renderer/words/unlock'
import { DeskError } from '../../../shared/errors'

/** What the desk says, as it says it, when a passphrase comes too soon after a wrong one. */
function tooSoon(): DeskError {
  const wait = createPassphraseWait(() => 0)
  wait.failed(new Error('wrong'))
  try {
    wait.check()
  } catch (error) {
    return error as DeskError
  }
  throw new Error('It was not refused.')
}

describe('why the vault did not open, in words', () => {
  it('says of a passphrase that came too soon that it was not tried, never that it was wrong', () => {
    const error = tooSoon()
    expect(`${error.message} ${JSON.stringify(error.toAnswer())}`).not.toMatch(/wrong/i)
    expect(unlockRefusal(error, 1)).toEqual({
      title: 'Too soon',
      sentence: 'This passphrase was not tried. Next try in 1 s.',
    })
    expect(unlockRefusal(error, 0).sentence).toBe('This passphrase was not tried. Try again.')
  })

  it('says once that a passphrase was wrong, and counts the wait down', () => {
    const wrong = createPassphraseWait(() => 0).failed(new Error('wrong'))
    expect(unlockRefusal(wrong, 1)).toEqual({
      title: 'Wrong passphrase',
      sentence: 'Nothing was changed. Next try in 1 s.',
    })
    expect(unlockRefusal(wrong, 0).sentence).toBe('Nothing was changed. Try again.')
  })

  it('says from the third on what else may be wrong', () => {
    const wait = createPassphraseWait(() => 0)
    const said = Array.from({ length: 4 }, () => unlockRefusal(wait.failed(new Error('wrong')), 0).sentence)
    expect(said.map((sentence) => sentence.includes('vault.keys'))).toEqual([false, false, true, true])
  })

  it('leaves every other refusal in the desk’s own words', () => {
    const damaged = new DeskError('vault_damaged', 'This vault cannot be opened: its file vault.head is missing.')
    expect(unlockRefusal(damaged, 0)).toEqual({ title: 'Damaged vault', sentence: damaged.message })
    expect(unlockRefusal(new DeskError('internal', 'Something.'), 0).title).toBeUndefined()
  })
})

it('the person’s screen says of a code that came too soon that it was not checked', () => {
  for (const left of [5, 0]) {
    expect(personRefusalWords({ outcome: 'refused', reason: 'throttled' }, left).sentence).toMatch(/was not checked\.$/)
  }
})
