import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ParsedInput } from '../../shared/contract/contract'
import type { EventPayload } from '../../shared/contract/events'
import { DeskError } from '../../shared/errors'
import { minPassphraseLength, type VaultStatus } from '../../shared/model/desk'
import type { HashCost } from '../otp/code-hash'
import type { Disk } from '../vault/disk'
import type { Vault } from '../vault/types'
import { createVault, type Kdf, openVault, vaultExists } from '../vault/vault'
import type { Downloads } from './audit/downloads'
import type { AuditEntry, Clock } from './context'
import { createIdleLock, type IdleLock } from './idle-lock'
import { initializeVault, readOperator } from './initialize-vault'
import { createListeners, type Listener } from './listeners'
import { machineOf, ownComputer } from './machine'
import { newId } from './new-id'
import { type OpenDesk, openDesk, screenCall } from './open-desk'
import { createPassphraseWait } from './passphrase-wait'
import { createQueue } from './queue'
import { migrations } from './store/schema'

export interface DeskOptions {
  /** The vault's folder; {@link Desk.use} changes it. */
  folder: string
  clock: Clock
  /** Version of this program. */
  version: string
  /** A demo's vault: its ids say `test`, and every screen says so. */
  demo?: boolean | undefined
  /** Cost of Argon2id for a new vault. */
  kdf?: Kdf | undefined
  /** Cost of hashing recovery codes and passes. */
  recoveryCost?: HashCost | undefined
  /** Where the vault is kept; the machine's own file system. */
  disk?: Disk | undefined
  /** What tells this computer from others; the computer's own, replaced in tests alone. */
  computer?: string | undefined
  /** Milliseconds between two looks at the clock and at how long nobody has been at work; set in tests alone. */
  heartbeatMs?: number | undefined
  /** Bytes from the operating system's generator; replaced in tests alone. */
  random?: ((bytes: number) => Uint8Array) | undefined
  /** Told of errors that nobody waits for, such as one in a listener. */
  onDefect?: ((error: unknown) => void) | undefined
}

export type WhyLocked = EventPayload<'vault.locked'>['why']

/** The application, without screen or transport. */
export interface Desk {
  status(): VaultStatus
  /** @throws DeskError `vault_exists`, `weak_passphrase`, and those of the vault */
  create(input: ParsedInput<'vault.create'>): Promise<VaultStatus>
  /** @throws DeskError `wrong_passphrase`, `too_many_requests`, `vault_absent`, and those of the vault */
  unlock(input: ParsedInput<'vault.unlock'>): Promise<VaultStatus>
  /** Works with the vault of another folder from here on. @throws DeskError `vault_in_use` while one is open */
  use(folder: string): Promise<VaultStatus>
  /** Refuses further calls at once; settles when everything is on disk and the keys are wiped. */
  lock(why: WhyLocked): Promise<VaultStatus>
  /** Ends the program's work with the vault: as {@link lock}, and recorded as the program's end. */
  close(): Promise<void>
  /** The desk's parts. @throws DeskError `vault_absent`, `vault_locked` */
  open(): OpenDesk
  /** Somebody is at work: puts off the idle lock. */
  touch(): void
  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener): () => void
  readonly downloads: Downloads
}

interface Opened {
  vault: Vault
  desk: OpenDesk
  idle: IdleLock
  heartbeat: NodeJS.Timeout
}

const defaultHeartbeatMs = 2000

export function createDesk(options: DeskOptions): Desk {
  const { clock, version, demo = false, kdf, disk, recoveryCost, heartbeatMs = defaultHeartbeatMs } = options
  let { folder } = options
  const random = options.random ?? ((bytes: number) => randomBytes(bytes))
  const onDefect = options.onDefect ?? (() => {})
  const listeners = createListeners(onDefect)
  const wait = createPassphraseWait(() => clock.monotonic())
  const inTurn = createQueue()
  const environment = demo ? 'test' : 'live'
  let opened: Opened | null = null
  let startRecorded = false

  function status(): VaultStatus {
    const state = opened ? 'unlocked' : vaultExists(folder) ? 'locked' : 'absent'
    const operator = opened?.desk.operator ?? null
    // An open vault knows what it is, whatever the program was told at its start.
    const isDemo = opened ? opened.desk.context.environment === 'test' : demo
    return { state, folder, demo: isDemo, operator, version, notice: opened?.vault.notice ?? null }
  }

  async function create(input: Parameters<Desk['create']>[0]): Promise<VaultStatus> {
    refuseWeak(input.passphrase)
    const operatorId = newId('operator', environment, random)
    const { passphrase } = input
    const vault = await createVault({ folder, operatorId, passphrase, migrations, kdf, disk, now: clock.now() })
    await enter(vault, operatorId, input.operator, input.issuer)
    return status()
  }

  async function unlock({ passphrase }: { passphrase: string }): Promise<VaultStatus> {
    if (opened) return status()
    wait.check()
    const { vault, operatorId } = await openVault({
      folder,
      passphrase,
      migrations,
      kdf,
      disk,
      now: clock.now(),
    }).catch((error: unknown) => {
      throw error instanceof DeskError && error.code === 'wrong_passphrase' ? wait.failed(error) : error
    })
    await enter(vault, operatorId, 'Operator')
    return status()
  }

  /** Sets up the desk over a vault just opened; a failure closes it again. */
  async function enter(vault: Vault, operatorId: string, operatorName: string, issuer?: string): Promise<void> {
    try {
      const computer = options.computer ?? (await ownComputer())
      const machine = machineOf(vault, computer, (kind) => newId(kind, environment, random))
      if (!readOperator(vault, operatorId)) {
        await initializeVault({ vault, clock, machine, version, environment, operatorId, operatorName, issuer, random })
      }
      const operator = readOperator(vault, operatorId)
      if (!operator) throw new Error('The vault has no operator after its first act.')
      const desk = openDesk({ vault, operator, clock, machine, version, random, recoveryCost, emit: listeners.emit })
      await desk.context.act(screenCall(desk), (_tx, record) => entriesOfUnlock(vault).forEach(record))
      startRecorded = true
      wait.reset()
      const heartbeat = setInterval(beat, heartbeatMs)
      heartbeat.unref()
      opened = { vault, desk, idle: createIdleLock(clock), heartbeat }
    } catch (error) {
      await vault.close().catch(onDefect)
      throw error
    }
    listeners.emit('vault.unlocked', {})
  }

  function entriesOfUnlock(vault: Vault): AuditEntry[] {
    const entries: AuditEntry[] = []
    if (!startRecorded) entries.push({ action: 'app.started' })
    if (vault.notice !== null) entries.push({ action: 'vault.repaired', reason: vault.notice })
    const count = wait.failures
    if (count > 0) entries.push({ action: 'vault.unlock_failed', outcome: 'fail', details: { count } })
    entries.push({ action: 'vault.unlocked' })
    return entries
  }

  function use(other: string): VaultStatus {
    if (opened) throw new DeskError('vault_in_use', 'A vault is open at this desk. Lock it first.')
    folder = other
    return status()
  }

  function beat(): void {
    if (!opened) return
    const { desk, idle } = opened
    if (idle.isIdle(desk.context.settings().autoLockMinutes)) return void lock('idle').catch(onDefect)
    desk.clock.watch().catch(onDefect)
  }

  function lock(why: WhyLocked): Promise<VaultStatus> {
    return inTurn(async () => {
      await leave(why, [{ action: 'vault.locked', reason: why }])
      return status()
    })
  }

  async function leave(why: WhyLocked, entries: AuditEntry[]): Promise<void> {
    if (!opened) return
    const { vault, desk, heartbeat } = opened
    clearInterval(heartbeat)
    desk.tasks.cancelAll()
    const channel = why === 'asked' ? 'screen' : 'system'
    const recorded = desk.context.act({ operator: desk.operator, channel }, (_tx, record) => entries.forEach(record))
    // From here on no call gets in; those that are under way end first.
    opened = null
    // A disk that takes no row must not keep the vault open: locking goes on without it.
    await recorded.catch(onDefect)
    await nextTurn()
    listeners.emit('vault.locked', { why })
    await vault.close()
  }

  function open(): OpenDesk {
    if (opened) return opened.desk
    if (vaultExists(folder)) throw new DeskError('vault_locked', 'The vault is locked. Unlock it and try again.')
    throw new DeskError('vault_absent', 'There is no vault here yet. Create one first.')
  }

  return {
    status,
    create: (input) => inTurn(() => create(input)),
    unlock: (input) => inTurn(() => unlock(input)),
    use: (other) => inTurn(async () => use(other)),
    lock,
    close: () =>
      inTurn(() => leave('system', [{ action: 'vault.locked', reason: 'system' }, { action: 'app.stopped' }])),
    open,
    touch: () => opened?.idle.touch(),
    subscribe: listeners.subscribe,
    downloads: { take: (downloadId) => opened?.desk.downloads.take(downloadId) ?? null },
  }
}

function refuseWeak(passphrase: string): void {
  if ([...passphrase].length >= minPassphraseLength) return
  const message = `Use a passphrase of at least ${minPassphraseLength} characters. Several words are good.`
  throw new DeskError('weak_passphrase', message)
}
