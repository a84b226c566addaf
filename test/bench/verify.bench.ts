import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { verifySync } from 'otplib'
import { verifyCode } from '../../electron/otp/verify'
import { defaultParameters } from '../../shared/model/totp'
import { timeStepAt } from '../../shared/time-step'
import { openTestDesk } from '../support/desk'
import { type Contender, printTable, sideBySide } from './measure'

/** `npm run bench -- verify`: what judging a code costs, in memory and with its durable commit. */
export async function run(): Promise<void> {
  printTable('Judging a wrong code in memory (three steps, SHA-1, a new secret each time)', await inMemory())
  printTable('One submission to the desk, from the call to the synced journal', await withCommit())
}

const now = Date.UTC(2026, 10, 22, 10)
const wrong = '000000'

function inMemory() {
  const secrets = Array.from({ length: 512 }, () => randomBytes(20))
  const each = (judge: (secret: Buffer) => unknown) => (times: number) => {
    for (let n = 0; n < times; n += 1) judge(secrets[n % secrets.length] ?? randomBytes(20))
  }
  const contenders: Contender[] = [
    { name: 'three bare HMACs', run: each(bareHmac) },
    {
      name: 'TOTP Desk',
      run: each((secret) => verifyCode({ ...defaultParameters, secret, lastStep: 0 }, wrong, now, 1)),
    },
    {
      name: 'otpauth 9 validate',
      run: each((secret) =>
        new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) }).validate({
          token: wrong,
          window: 1,
          timestamp: now,
        }),
      ),
    },
    {
      name: 'otplib 13 verifySync',
      run: each((secret) => verifySync({ secret, token: wrong, epoch: now / 1000, epochTolerance: 30 })),
    },
  ]
  return sideBySide(contenders, 2000)
}

/** The least that any verifier does: three HMACs and their truncation, nothing compared. */
function bareHmac(secret: Buffer): number {
  const counter = Buffer.alloc(8)
  let sum = 0
  for (const step of [-1, 0, 1]) {
    counter.writeBigUInt64BE(BigInt(timeStepAt(now) + step))
    const digest = createHmac('sha1', secret).update(counter).digest()
    sum += digest.readUInt32BE((digest[19] ?? 0) & 15) & 0x7fffffff
  }
  return sum
}

async function withCommit() {
  const test = await openTestDesk()
  const { context, verification } = test.desk.open()
  await test.client.settings.update({ delayAfter: 100, lockAfter: 100 })
  const { userId } = await test.client.users.create({ name: 'Mara Lindqvist', email: 'mara@example.org' })
  const { uri } = await test.client.totps.enroll({ userId })
  const phone = new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '') })
  const file = openSync(join(test.folder, '..', 'append'), 'a')
  const record = randomBytes(512)
  const each = (act: () => unknown) => async (times: number) => {
    for (let n = 0; n < times; n += 1) await act()
  }
  const contenders: Contender[] = [
    {
      name: 'bare append of 512 bytes and fdatasync',
      run: each(() => {
        writeSync(file, record)
        fdatasyncSync(file)
      }),
    },
    {
      name: 'one audit event alone',
      run: each(() => context.act(test.call, (_tx, note) => note({ action: 'audit.read' }))),
    },
    {
      name: 'one audit event, 32 at once',
      run: async (times) => {
        for (let n = 0; n < times; n += 32) {
          const acts = Array.from({ length: Math.min(32, times - n) }, () =>
            context.act(test.call, (_tx, note) => note({ action: 'audit.read' })),
          )
          await Promise.all(acts)
        }
      },
    },
    {
      name: 'submit, accepted',
      run: each(async () => {
        test.clock.advance(30_000)
        const code = phone.generate({ timestamp: test.clock.now() })
        const outcome = await verification.submit(test.call, { userId, code })
        if (outcome.outcome !== 'accepted') throw new Error('A good code was refused.')
      }),
    },
  ]
  const figures = await sideBySide(contenders, 200)
  closeSync(file)
  await test.end()
  return figures
}
