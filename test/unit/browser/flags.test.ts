import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { FlagError, readFlags, usage } from '../../../electron/hosts/browser/flags'

const here = resolve('/somewhere')
const read = (...args: string[]) => readFlags(args, here)

test('without flags it opens a browser on the usual vault, at any free port', () => {
  const flags = read()
  expect(flags).toMatchObject({ port: 0, open: true, json: false, help: false })
  expect(flags.vault?.folder).toMatch(/totp.desk/i)
})

test('takes every flag that the usage names', () => {
  expect(read('--vault', 'desk', '--port', '4711', '--no-open', '--json', '--browser')).toEqual({
    vault: { folder: resolve(here, 'desk'), earlier: [] },
    port: 4711,
    open: false,
    json: true,
    help: false,
  })
  expect(read('--help').help).toBe(true)
  const named = [...usage.matchAll(/^ {2}(--[\w-]+)( <)?/gm)].map(([, flag, value]) =>
    value ? `${flag}=1` : `${flag}`,
  )
  expect(named).toHaveLength(7)
  for (const flag of named) expect(() => read(flag)).not.toThrow()
})

test('a demo has a throw-away vault, and never one that may hold real people', () => {
  expect(read('--demo').vault).toBeNull()
  expect(() => read('--demo', '--vault', 'kept')).toThrow(FlagError)
})

test.each([
  [['--prot', '1'], 'There is no flag --prot.'],
  [['-x'], 'There is no flag -x.'],
  [['--__proto__'], 'There is no flag --__proto__.'],
  [['vault'], '"vault" is not a flag.'],
  [['--', '--json'], '"--json" is not a flag.'],
  [['--vault'], '--vault needs a value.'],
  [['--vault='], '--vault needs a value.'],
  [['--vault', '--json'], '--vault needs a value.'],
  [['--json=yes'], '--json takes no value.'],
  [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
  [['--port', '0x50'], '--port takes a number from 0 to 65535, not "0x50".'],
  [['--port', '1e3'], '--port takes a number from 0 to 65535, not "1e3".'],
  [['--port', '８０'], '--port takes a number from 0 to 65535, not "８０".'],
  [['--port=-1'], '--port takes a number from 0 to 65535, not "-1".'],
  [['--port', ''], '--port needs a value.'],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => read(...args)).toThrow(new FlagError(sentence))
})

test('a folder whose name begins with a hyphen is given behind "="', () => {
  expect(read('--vault=-desk').vault?.folder).toBe(resolve(here, '-desk'))
})
