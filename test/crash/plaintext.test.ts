import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../support/desks'
import type { Host } from '../support/host'
import { bearer, hostPassphrase, hostsOfFile, send } from '../support/hosts'

const start = hostsOfFile()

/** What must not be found, by what it is. */
type Needles = Map<string, Buffer>

/** Each text as the encodings that could have put it on the disk. */
function needlesOf(texts: Record<string, string>): Needles {
  const needles: Needles = new Map()
  for (const [what, text] of Object.entries(texts)) {
    for (const form of new Set([text, text.toLowerCase(), text.toUpperCase()])) {
      needles.set(`${what} as ${form}`, Buffer.from(form, 'utf8'))
      needles.set(`${what} as ${form} in UTF-16`, Buffer.from(form, 'utf16le'))
      needles.set(`${what} as ${form} in hex`, Buffer.from(Buffer.from(form, 'utf8').toString('hex')))
      // Whole groups of three bytes: what follows would change the last one.
      const bytes = Buffer.from(form, 'utf8')
      const whole = bytes.subarray(0, bytes.length - (bytes.length % 3))
      needles.set(`${what} as ${form} in base64`, Buffer.from(whole.toString('base64')))
    }
  }
  return needles
}

/** What of the needles a text or file holds. */
const foundIn = (bytes: Buffer, needles: Needles): string[] =>
  [...needles].filter(([, needle]) => bytes.includes(needle)).map(([what]) => what)

function foundInFolder(folder: string, needles: Needles): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(2)
  return files.flatMap(({ name }) =>
    foundIn(readFileSync(join(folder, name)), needles).map((what) => `${name}: ${what}`),
  )
}

const planted = {
  operator: 'Quillon Ostergaard',
  issuer: 'Zephyrine Works',
  name: 'Wolfhart Ximenes',
  email: 'wolfhart.x@plainmark.example',
  phone: '+46709876543',
  'external id': 'EXT-QZ-77120',
  notes: 'prefers the umber sofa by the window',
  label: 'Violet handset',
  reason: 'left it in the gondola',
  reference: 'BADGE-KX-90417',
} as const

let host: Host
let personal: Needles
let secrets: Needles
let userId: string

beforeAll(async () => {
  host = await start()
  const { client } = host
  await client.vault.create({ operator: planted.operator, passphrase: hostPassphrase, issuer: planted.issuer })
  const { name, email, phone, notes } = planted
  ;({ userId } = await client.users.create({ name, email, phone, externalId: planted['external id'], notes }))
  const identityCheck = { kind: 'badge', reference: planted.reference } as const
  const totp = await client.totps.enroll({ userId, label: planted.label, identityCheck })
  const code = codeOf(totp.uri, Date.now())
  expect(await client.verification.submit({ userId, code })).toMatchObject({ outcome: 'accepted' })
  const [first] = totp.recoveryCodes
  expect(await client.recovery.redeem({ userId, code: first ?? '', identityCheck })).toMatchObject({
    outcome: 'accepted',
  })
  const replaced = await client.recovery.replace({ userId })
  const { pass } = await client.passes.issue({ userId, minutes: 60, reason: planted.reason, identityCheck })
  const recoveryCodes = [...totp.recoveryCodes, ...replaced.recoveryCodes]

  personal = needlesOf({ ...planted, 'phone digits': planted.phone.slice(1) })
  secrets = needlesOf({
    secret: totp.secret,
    'otpauth URI': totp.uri,
    passphrase: hostPassphrase,
    token: host.token,
    pass,
    'pass without hyphens': pass.replaceAll('-', ''),
    ...Object.fromEntries(
      recoveryCodes.flatMap((text, index) => [
        [`recovery code ${index}`, text],
        [`recovery code ${index} without hyphens`, text.replaceAll('-', '')],
      ]),
    ),
  })
  const raw = Buffer.from(Secret.fromBase32(totp.secret).bytes)
  secrets.set('raw secret', raw)
  secrets.set('secret in hex', Buffer.from(raw.toString('hex')))
  secrets.set('secret in base64', Buffer.from(raw.subarray(0, 18).toString('base64')))
  expect(recoveryCodes).toHaveLength(20)
})

const everything = () => new Map([...personal, ...secrets])

describe('L5 no file of the vault holds anything in plain', () => {
  test('while it is open', () => {
    expect(foundInFolder(host.folder, everything())).toEqual([])
  })

  test('after it is locked, which makes a new snapshot', async () => {
    const snapshot = readFileSync(join(host.folder, 'vault.snapshot'))
    await host.client.vault.lock()
    expect(readFileSync(join(host.folder, 'vault.snapshot')).equals(snapshot)).toBe(false)
    expect(foundInFolder(host.folder, everything())).toEqual([])
  })

  test('after it is opened and written to again, and the program is killed', async () => {
    await host.client.vault.unlock({ passphrase: hostPassphrase })
    await host.client.users.update({ userId, changes: { notes: `${planted.notes} again` } })
    expect(foundInFolder(host.folder, everything())).toEqual([])
    await host.kill()
    expect(foundInFolder(host.folder, everything())).toEqual([])
  })

  test('nor does what the program printed, but for the one line that is its purpose', () => {
    const [line = '', ...rest] = host.printed().split('\n')
    expect(JSON.parse(line)).toMatchObject({ token: host.token })
    expect(foundIn(Buffer.from(rest.join('\n')), everything())).toEqual([])
  })

  test('and the search finds what is there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'totp-desk-control-'))
    afterAll(() => rm(folder, { recursive: true, force: true }))
    for (const [index, needle] of [...everything().values()].entries()) {
      await writeFile(join(folder, `${index}`), Buffer.concat([Buffer.from('before'), needle, Buffer.from('after')]))
    }
    const found = new Set(foundInFolder(folder, everything()).map((line) => line.slice(line.indexOf(':') + 2)))
    expect([...everything().keys()].filter((what) => !found.has(what))).toEqual([])
  })
})

test('R5 what is shown once is in no later answer, event or export', async () => {
  const next = await start({ folder: host.folder })
  const { client } = next
  await client.vault.unlock({ passphrase: hostPassphrase })
  const again = await client.totps.enroll({ userId, replaceActive: true, situation: 'new_phone' })
  const later: unknown[] = [
    await client.users.get({ userId }),
    await client.users.search({ query: planted.name }),
    await client.audit.list({}),
    await client.desk.overview(),
    await client.totps.forPerson({ totpId: again.totpId }),
    await client.vault.status(),
  ]
  for (const format of ['csv', 'jsonl'] as const) {
    const { downloadId } = await client.audit.export({ format })
    const file = await send(next, `/download/${downloadId}`, { headers: bearer(next) })
    expect(file.text).toContain(planted.name)
    later.push(file.text)
  }
  expect(foundIn(Buffer.from(JSON.stringify(later)), secrets)).toEqual([])
  const shownOnce = needlesOf({
    secret: again.secret,
    ...Object.fromEntries(again.recoveryCodes.map((code, index) => [`recovery code ${index}`, code])),
  })
  expect(foundIn(Buffer.from(JSON.stringify(later)), shownOnce)).toEqual([])
})
