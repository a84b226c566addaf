import { describe, expect, test } from 'vitest'
import { type AccessNews, createAccess, keyOf, proofOf } from '../../../electron/hosts/browser/access'

function newAccess() {
  let now = 1000
  const told: AccessNews[] = []
  const access = createAccess({ monotonic: () => now, tell: (news) => told.push(news) })
  /** Opens the console with a new link and gives its token. */
  const open = (code = access.newLink(), held: string | null = null): string => {
    const entry = access.enter(code, held)
    if (entry.outcome !== 'open') throw new Error(entry.outcome)
    return entry.token
  }
  const standing = (token: string) => access.bearer(`Bearer ${token}`)
  return { access, told, open, standing, pass: (ms: number) => (now += ms) }
}

describe('a link', () => {
  test('opens the console once, for a token of its own', () => {
    const { access, open, standing } = newAccess()
    const code = access.newLink()
    const token = open(code)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(standing(token)).toBe('page')
    expect(code).not.toContain(token)
    expect(token).not.toBe(access.scriptToken)
    expect(open()).not.toBe(token)
  })

  test.each(['', 'x', '__proto__', 'constructor', ' ', 'A'.repeat(32)])(
    'that was made up opens nothing: %j',
    (code) => {
      const { access, told, open, standing } = newAccess()
      const token = open()
      expect(access.enter(code, null)).toEqual({ outcome: 'over' })
      expect(access.enter(code, token)).toEqual({ outcome: 'over' })
      expect(access.enter(access.scriptToken, null)).toEqual({ outcome: 'over' })
      expect(standing(token)).toBe('page')
      expect(told).toEqual([])
    },
  )

  test('lives for a minute', () => {
    const { access, open, pass, standing } = newAccess()
    const code = access.newLink()
    pass(59_999)
    expect(standing(open(code))).toBe('page')
    const late = access.newLink()
    pass(60_000)
    expect(access.enter(late, null)).toEqual({ outcome: 'over' })
  })

  test('dies when a newer one is made', () => {
    const { access, open } = newAccess()
    const first = access.newLink()
    const second = access.newLink()
    expect(access.enter(first, null)).toEqual({ outcome: 'over' })
    open(second)
  })

  test('that is opened shuts out whoever was in, and says so', () => {
    const { access, told, open, standing } = newAccess()
    const first = open()
    const ending = access.ending(`Bearer ${first}`)
    access.newLink()
    expect(standing(first)).toBe('page')
    expect(ending?.aborted).toBe(false)
    const second = open()
    expect([standing(first), standing(second)]).toEqual([null, 'page'])
    expect(ending?.aborted).toBe(true)
    expect(told).toEqual(['replaced'])
  })

  test.each(['nobody', 'the script', 'an older page', 'a made-up token'])(
    'that is used again by %s ends what it gave, and says so',
    (who) => {
      const { access, told, open, standing } = newAccess()
      const older = open()
      const code = access.newLink()
      const token = open(code)
      const helds: Record<string, string | null> = {
        nobody: null,
        'the script': access.scriptToken,
        'an older page': older,
        'a made-up token': 'A'.repeat(43),
      }
      told.splice(0)
      expect(access.enter(code, helds[who] ?? null)).toEqual({ outcome: 'used' })
      expect(standing(token)).toBeNull()
      expect(told).toEqual(['shared'])
      // Nothing is left to end, and nothing more to say.
      expect(access.enter(code, null)).toEqual({ outcome: 'used' })
      expect(told).toEqual(['shared'])
      expect(standing(open())).toBe('page')
    },
  )

  test('that is opened again by the page it let in does no harm, a lock between notwithstanding', () => {
    const { access, told, open, standing } = newAccess()
    const code = access.newLink()
    const token = open(code)
    expect(open(code, token)).toBe(token)
    access.locked()
    const renewed = access.unlocked(token) ?? ''
    expect(open(code, renewed)).toBe(renewed)
    expect(told).toEqual([])
    expect(standing(renewed)).toBe('page')
    // The token from before the lock is not enough: it may have been somebody else's.
    expect(access.enter(code, token)).toEqual({ outcome: 'used' })
    expect(standing(renewed)).toBeNull()
    expect(told).toEqual(['shared'])
  })

  test('from before another does not end what the newer one gave', () => {
    const { access, told, open, standing } = newAccess()
    const old = access.newLink()
    open(old)
    const token = open()
    told.splice(0)
    expect(access.enter(old, null)).toEqual({ outcome: 'used' })
    expect(standing(token)).toBe('page')
    expect(told).toEqual([])
  })
})

describe('a lock', () => {
  test('leaves the page its unlock screen, and ends every token once the vault is open again', () => {
    const { access, open, standing } = newAccess()
    const token = open()
    const ending = access.ending(`Bearer ${token}`)
    access.locked()
    expect(standing(token)).toBe('page')
    expect(ending?.aborted).toBe(false)
    const renewed = access.unlocked(token)
    expect(renewed).not.toBe(token)
    expect([standing(token), standing(renewed ?? '')]).toEqual([null, 'page'])
    expect(ending?.aborted).toBe(true)
  })

  test.each(['nobody', 'the script', 'a stranger'])('and unlocking by %s gives no page anything', (who) => {
    const { access, open, standing } = newAccess()
    const token = open()
    access.locked()
    const openers = { nobody: null, 'the script': access.scriptToken, 'a stranger': 'A'.repeat(43) }
    expect(access.unlocked(openers[who as keyof typeof openers])).toBeNull()
    expect(standing(token)).toBeNull()
    expect(standing(access.scriptToken)).toBe('script')
    expect(access.unlocked(token)).toBeNull()
  })

  test('is what ends a token: opening the vault for the first time does not', () => {
    const { access, open, standing } = newAccess()
    const token = open()
    expect(access.unlocked(token)).toBeNull()
    expect(access.unlocked(null)).toBeNull()
    expect(standing(token)).toBe('page')
  })

  test('does not end what a link gives while the vault is locked', () => {
    const { access, open, standing } = newAccess()
    open()
    access.locked()
    const token = open()
    expect(access.unlocked(access.scriptToken)).toBeNull()
    expect(standing(token)).toBe('page')
  })
})

describe('who bears a token', () => {
  const { access, open } = newAccess()
  const page = open()
  const script = access.scriptToken

  test.each<[string, string | undefined, string | null]>([
    ['the script', `Bearer ${script}`, 'script'],
    ['the page', `Bearer ${page}`, 'page'],
    ['a scheme in small letters', `bearer ${script}`, 'script'],
    ['nothing', undefined, null],
    ['an empty header', '', null],
    ['no token', 'Bearer ', null],
    ['a part of a token', `Bearer ${script.slice(0, -1)}`, null],
    ['more than a token', `Bearer ${script}A`, null],
    ['two tokens', `Bearer ${script} ${page}`, null],
    ['another scheme', `Basic ${script}`, null],
    ['no scheme', script, null],
    ['a very long one', `Bearer ${'A'.repeat(100_000)}`, null],
  ])('%s', (_, header, bearer) => {
    expect(access.bearer(header)).toBe(bearer)
  })

  test('only a page’s right can end before the process', () => {
    expect(access.ending(`Bearer ${script}`)).toBeNull()
    expect(access.ending(`Bearer ${page}`)?.aborted).toBe(false)
    expect(access.ending(undefined)).toBeNull()
  })
})

describe('the proof that it is the same run', () => {
  test('is given for every token of the run, and says whether it is still good', () => {
    const { access, open } = newAccess()
    const first = open()
    const second = open()
    const nonce = 'n'.repeat(36)
    expect(access.prove(keyOf(first), nonce)).toEqual({ proof: proofOf(first, nonce), good: false })
    expect(access.prove(keyOf(second), nonce)).toEqual({ proof: proofOf(second, nonce), good: true })
    expect(proofOf(second, nonce)).not.toBe(proofOf(second, `${nonce}n`))
    expect(proofOf(second, nonce)).not.toBe(keyOf(second))
  })

  test('is not given by another run, nor for the script’s token or anything made up', () => {
    const token = newAccess().open()
    const { access } = newAccess()
    for (const key of [keyOf(token), keyOf(access.scriptToken), token, '', '__proto__']) {
      expect(access.prove(key, 'n'.repeat(36))).toBeNull()
    }
  })
})
