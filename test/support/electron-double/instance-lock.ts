import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type SecondInstance = (argv: string[], cwd: string, data: unknown) => void

let held = false

/**
 * One program for each folder of user data: true for the first, which from then on hears what every later one
 * was started with; false for a later one, which has told it by then.
 */
export function lockInstance(userData: string, data: object, heard: SecondInstance): boolean {
  if (held) return true
  mkdirSync(userData, { recursive: true })
  const address = addressFor(userData)
  const message = JSON.stringify({ argv: process.argv, cwd: process.cwd(), data })
  // The answer is wanted in this turn, as Electron gives it, and a socket answers in a later one.
  const told =
    existsSync(address) &&
    spawnSync(process.execPath, ['--eval', tellScript, address], { input: message, timeout: 5000 })
  if (told && told.status === 0) return false
  // What an earlier program left behind, which nobody listens at.
  rmSync(address, { force: true })
  const server = createServer((socket) => {
    let text = ''
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
    socket.on('error', () => {})
    socket.on('end', () => {
      const second = JSON.parse(text) as { argv: string[]; cwd: string; data: unknown }
      heard(second.argv, second.cwd, second.data)
      socket.end()
    })
  })
  server.listen(address).unref()
  process.once('exit', () => rmSync(address, { force: true }))
  held = true
  return true
}

const tellScript = `
const socket = require('node:net').connect(process.argv[1], () => process.stdin.pipe(socket))
socket.on('error', () => process.exit(1))
socket.on('close', () => process.exit(0))
socket.resume()
`

/** Short, because the path of a socket may have some hundred bytes only. */
function addressFor(userData: string): string {
  return join(tmpdir(), `desk-double-${createHash('sha256').update(userData).digest('hex').slice(0, 16)}.sock`)
}
