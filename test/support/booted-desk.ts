import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProcedureName } from '../../shared/contract/contract'
import type { Answer } from '../../shared/contract/transport'
import { FakeBrowserWindow, type FakeFrame, type FakeSession, type FakeWebContents, fake } from './fake-electron'

/** The Electron entry, booted with a real desk on a folder of its own against the fake `electron`. */
export interface BootedDesk {
  folder: string
  operator: FakeBrowserWindow
  session: FakeSession
  /** A call as it would arrive: from a window, and the frame in it that speaks. */
  call(name: string, input?: unknown, sender?: FakeWebContents, frame?: FakeFrame | null): Promise<Answer>
  /** A call of the operator's window that must be granted: its value. */
  granted(name: ProcedureName, input?: unknown): Promise<Record<string, unknown>>
  remove(): Promise<void>
}

/**
 * Once per test file, which must mock `electron` with the fake.
 * @param folder - of an earlier start, as if the program was started again
 */
export async function bootDesk(folder?: string): Promise<BootedDesk> {
  folder ??= await mkdtemp(join(tmpdir(), 'desk-boot-'))
  fake.appPath = folder
  fake.paths.set('userData', join(folder, 'user'))
  // The usual vault is in the home folder, so the test gets one of its own.
  const home = join(folder, 'home')
  Object.assign(process.env, { HOME: home, APPDATA: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: join(home, 'config') })
  await mkdir(join(folder, 'out', 'renderer'), { recursive: true })
  await writeFile(join(folder, 'out', 'renderer', 'index.html'), '<script nonce="__CSP_NONCE__"></script>')
  const { booted } = await import('../../electron/main')
  await booted
  const [operator] = FakeBrowserWindow.all
  const [session] = fake.sessions
  if (!operator || !session) throw new Error(`The program did not start: ${fake.dialogs.join()}`)

  async function call(
    name: string,
    input: unknown = {},
    sender = operator?.webContents,
    senderFrame: FakeFrame | null = sender?.mainFrame ?? null,
  ): Promise<Answer> {
    const handler = fake.handlers.get('desk:invoke')
    if (!handler) throw new Error('Nothing is registered for desk:invoke.')
    return (await handler({ sender, senderFrame }, name, structuredClone(input))) as Answer
  }

  async function granted(name: ProcedureName, input: unknown = {}): Promise<Record<string, unknown>> {
    const answer = await call(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
    return answer.value as Record<string, unknown>
  }

  const remove = () => rm(folder, { recursive: true, force: true })
  return { folder, operator, session, call, granted, remove }
}
