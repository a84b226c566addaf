import { dirname } from 'node:path'
import type { Disk } from '../../../electron/vault/disk'

/** One file: what a reader sees, and what is on the medium. */
interface Inode {
  visible: Buffer
  durable: Buffer
  /** Syncs that have ended. */
  syncs: number
}

/** What is left when the process or the machine stops. */
export type Stop =
  /** kill -9: the system still writes everything it was given. */
  | 'kill'
  /** Power loss: only synced content under names of synced folders. */
  | 'power'
  /** Power loss after the system wrote the names early but not the content. */
  | 'power, names kept'
  /** Power loss after lengths were written but not the blocks: zeros instead. */
  | 'power, lengths kept'
  /** Power loss after lengths and some of the blocks were written, in no order. */
  | 'power, even blocks kept'
  | 'power, odd blocks kept'

export const stops: readonly Stop[] = [
  'kill',
  'power',
  'power, names kept',
  'power, lengths kept',
  'power, even blocks kept',
  'power, odd blocks kept',
]

/** What happens at one call. */
export type Fault =
  | { kind: 'error'; code: string }
  /** Half of the bytes are written, then the error. */
  | { kind: 'half'; code: string }

export class DiskError extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

/**
 * A file system in memory that knows what a sync has made durable, counts the calls that change
 * something, and lets a test say what happens at each.
 */
export class MemoryDisk implements Disk {
  #names = new Map<string, Inode>()
  #durableNames = new Map<string, Inode>()
  readonly #folders = new Set<string>(['/'])
  readonly #handles = new Map<number, Inode>()
  #nextHandle = 3
  /** Changing calls so far. */
  calls = 0
  /** Says which fault a call meets; null for none. */
  fault: (call: number, name: string, path?: string) => Fault | null = () => null
  /** Control: a disk that says it has synced and has not. */
  lies = false
  /** Syncs so far. */
  syncs = 0
  /** What a sync off the thread waits for. */
  beforeSync: () => Promise<void> = () => new Promise((resolve) => setImmediate(resolve))

  /** A new disk with what is left of this one. Lock files are left out: their process is this test's. */
  after(stop: Stop): MemoryDisk {
    const copy = new MemoryDisk()
    for (const folder of this.#folders) copy.#folders.add(folder)
    const names = stop === 'kill' || stop === 'power, names kept' ? this.#names : this.#durableNames
    for (const [name, inode] of names) {
      if (!name.includes('vault.lock.')) copy.put(name, left(inode, stop))
    }
    return copy
  }

  /** Puts a file there, durable. */
  put(name: string, bytes: Uint8Array): void {
    this.#folders.add(dirname(name))
    const inode = { visible: Buffer.from(bytes), durable: Buffer.from(bytes), syncs: 0 }
    this.#names.set(name, inode)
    this.#durableNames.set(name, inode)
  }

  /** What a reader sees. */
  bytes(name: string): Buffer {
    return Buffer.from(this.#inode(name).visible)
  }

  files(): string[] {
    return [...this.#names.keys()].filter((name) => !name.includes('vault.lock.')).sort()
  }

  makeFolder(path: string): void {
    this.#meet('makeFolder')
    this.#folders.add(path)
  }

  removeFolder(path: string): void {
    this.#meet('removeFolder')
    if (this.#in(path).length > 0) throw new DiskError('ENOTEMPTY')
    this.#folders.delete(path)
  }

  list(path: string): string[] {
    if (!this.#folders.has(path)) throw new DiskError('ENOENT')
    return this.#in(path).map((name) => name.slice(path.length + 1))
  }

  open(path: string, how: 'read' | 'update' | 'create'): number {
    if (how === 'create') {
      this.#meet('create', path)
      if (this.#names.has(path)) throw new DiskError('EEXIST')
      this.#names.set(path, { visible: Buffer.alloc(0), durable: Buffer.alloc(0), syncs: 0 })
    }
    const handle = this.#nextHandle++
    this.#handles.set(handle, this.#inode(path))
    return handle
  }

  size(file: number): number {
    return this.#open(file).visible.length
  }

  readAt(file: number, into: Uint8Array, position: number): number {
    return this.#open(file).visible.copy(into, 0, position, position + into.length)
  }

  writeAt(file: number, bytes: Uint8Array, position: number): number {
    const fault = this.#next('write')
    const inode = this.#open(file)
    const part = fault === null ? bytes : fault.kind === 'half' ? bytes.subarray(0, bytes.length / 2) : new Uint8Array()
    const end = position + part.length
    if (end > inode.visible.length) {
      inode.visible = Buffer.concat([inode.visible, Buffer.alloc(end - inode.visible.length)])
    } else {
      inode.visible = Buffer.from(inode.visible)
    }
    inode.visible.set(part, position)
    if (fault !== null) throw new DiskError(fault.code)
    return part.length
  }

  truncate(file: number, length: number): void {
    this.#meet('truncate')
    const inode = this.#open(file)
    inode.visible = Buffer.from(inode.visible.subarray(0, length))
  }

  sync(file: number): void {
    this.#meet('sync')
    this.syncs += 1
    if (this.lies) return
    const inode = this.#open(file)
    inode.durable = Buffer.from(inode.visible)
    inode.syncs += 1
  }

  /** What is written after the call is not synced by it. */
  async syncLater(file: number): Promise<void> {
    const inode = this.#open(file)
    const { syncs, visible } = inode
    const content = Buffer.from(visible)
    await this.beforeSync()
    this.#meet('sync')
    this.syncs += 1
    if (this.lies || inode.syncs !== syncs) return
    inode.durable = content
    inode.syncs += 1
  }

  close(file: number): void {
    this.#open(file)
    this.#handles.delete(file)
  }

  rename(from: string, to: string): void {
    this.#meet('rename')
    const inode = this.#inode(from)
    this.#names.delete(from)
    this.#names.set(to, inode)
  }

  remove(path: string): void {
    this.#meet('remove')
    this.#inode(path)
    this.#names.delete(path)
  }

  syncFolder(path: string): void {
    this.#meet('syncFolder')
    if (this.lies) return
    for (const name of [...this.#durableNames.keys()]) if (dirname(name) === path) this.#durableNames.delete(name)
    for (const [name, inode] of this.#names) if (dirname(name) === path) this.#durableNames.set(name, inode)
  }

  closeToOthers(): 'private' {
    return 'private'
  }

  /** As a file system without sockets. */
  listen(): Promise<null> {
    return Promise.resolve(null)
  }

  isListening(): Promise<null> {
    return Promise.resolve(null)
  }

  #in(path: string): string[] {
    return [...this.#names.keys()].filter((name) => dirname(name) === path)
  }

  #inode(name: string): Inode {
    const inode = this.#names.get(name)
    if (inode === undefined) throw new DiskError('ENOENT')
    return inode
  }

  #open(file: number): Inode {
    const inode = this.#handles.get(file)
    if (inode === undefined) throw new DiskError('EBADF')
    return inode
  }

  #next(name: string, path?: string): Fault | null {
    this.calls += 1
    return this.fault(this.calls, name, path)
  }

  #meet(name: string, path?: string): void {
    const fault = this.#next(name, path)
    if (fault !== null) throw new DiskError(fault.code)
  }
}

function left(inode: Inode, stop: Stop): Buffer {
  if (stop === 'kill') return inode.visible
  if (stop === 'power' || stop === 'power, names kept') return inode.durable
  const { visible, durable } = inode
  const content = Buffer.concat([durable, Buffer.alloc(Math.max(0, visible.length - durable.length))])
  if (stop === 'power, lengths kept') return content
  const kept = content.subarray(0, visible.length)
  for (let block = stop === 'power, even blocks kept' ? 0 : 512; block < kept.length; block += 1024) {
    visible.copy(kept, block, block, Math.min(block + 512, visible.length))
  }
  return kept
}
