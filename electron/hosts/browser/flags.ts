import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface Flags {
  /** Absolute path of the vault's folder; null for the demo's throw-away one. */
  folder: string | null
  /** 0 for any free port. */
  port: number
  open: boolean
  json: boolean
  demo: boolean
  help: boolean
}

export const usage = `TOTP Desk in the browser, on 127.0.0.1 only.

  --vault <folder>   where the vault is, or is to be made
  --port <n>         a fixed port instead of a random one
  --no-open          print the link, open nothing
  --json             one line on standard output: {"url", "token", "vault", "api"}
  --demo             a throw-away vault for demonstrations
  --browser          the browser even where Electron is there
  --help             this text
`

/** A command line that cannot be followed; the message says why. */
export class FlagError extends Error {}

/**
 * @param args - the command line without program and script
 * @throws FlagError for an unknown flag or a value that makes no sense
 */
export function readFlags(args: readonly string[], cwd: string): Flags {
  const values = parse(args)
  const port = values.port === undefined ? 0 : Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new FlagError(`--port takes a number from 0 to 65535, not "${values.port}".`)
  }
  const demo = values.demo === true
  const folder = values.vault === undefined ? (demo ? null : usualFolder()) : resolve(cwd, values.vault)
  return {
    folder,
    port,
    open: values['no-open'] !== true,
    json: values.json === true,
    demo,
    help: values.help === true,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        vault: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        json: { type: 'boolean' },
        demo: { type: 'boolean' },
        browser: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : 'The command line cannot be read.')
  }
}

/** Where the platform keeps a program's own data. */
function usualFolder(): string {
  const { env, platform } = process
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'TOTP Desk', 'vault')
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'TOTP Desk', 'vault')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'totp-desk', 'vault')
}
