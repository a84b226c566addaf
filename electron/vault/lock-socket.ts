import fs from 'node:fs'
import { connect, createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'

/** A socket that the system closes when this process ends, however it ends. */
export interface OpenSocket {
  /** Device and number of the socket's file: whoever sees others looks at another file. */
  readonly identity: string
  /** Closes the socket. Its file is the caller's to remove. */
  close(): void
}

/** The address of a Unix socket holds 108 bytes, the closing zero included (unix(7)). */
const longestAddress = 107

/**
 * Listens on a Unix socket in the file system. A connection to it comes about exactly while this
 * process lives: the system sees to that across PID, network and mount namespaces, where process
 * numbers say nothing.
 *
 * Linux alone, because elsewhere processes of one machine all see each other's numbers.
 * @returns null where there are no such sockets: another system, a file system that has none
 */
export async function listenOn(path: string): Promise<OpenSocket | null> {
  if (process.platform !== 'linux') return null
  const server = createServer((connection) => {
    connection.on('error', () => undefined)
    connection.destroy()
  })
  try {
    await withAddress(path, (address) => {
      const before = process.umask(0o177)
      try {
        // Binds before it returns, so that the file never has other permissions.
        server.listen(address)
      } finally {
        process.umask(before)
      }
      return new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))
    })
    server.on('error', () => undefined)
    server.unref()
    return { identity: identityOf(path), close: () => server.close() }
  } catch {
    // Whatever the reason: the lock then goes by process numbers, as far as these tell.
    server.close()
    return null
  }
}

/**
 * Whether the socket under this name is being listened on.
 * @param identity the file's, as its listener knows it
 * @returns null when that cannot be told: the file is gone, or is another one than the listener's
 *   (the same folder seen through another file system has sockets of its own), or may not be asked
 */
export async function isListeningOn(path: string, identity: string): Promise<boolean | null> {
  try {
    if (process.platform !== 'linux' || identityOf(path) !== identity) return null
    return await withAddress(path, ask)
  } catch {
    return null
  }
}

function ask(address: string): Promise<boolean | null> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // EAGAIN: more wait to be let in than its queue holds.
      resolve(error.code === 'ECONNREFUSED' ? false : error.code === 'EAGAIN' ? true : null)
    })
  })
}

function identityOf(path: string): string {
  const { dev, ino, mode } = fs.lstatSync(path, { bigint: true })
  if ((Number(mode) & fs.constants.S_IFMT) !== fs.constants.S_IFSOCK) throw new Error('This is not a socket.')
  return `${dev}:${ino}`
}

/** A path too long for an address is reached through its open folder. */
async function withAddress<T>(path: string, work: (address: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(path) <= longestAddress) return work(path)
  const folder = fs.openSync(dirname(path), 'r')
  try {
    return await work(join('/proc/self/fd', String(folder), basename(path)))
  } finally {
    fs.closeSync(folder)
  }
}
