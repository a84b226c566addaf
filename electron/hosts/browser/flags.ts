import { parseArgs } from 'node:util'
import { chooseVault, type Machine, thisMachine, type VaultChoice } from '../vault-folder'

/** What the command line asks for. */
export interface Flags {
  /** The vault; null for the demo's throw-away one. */
  vault: VaultChoice | null
  /** 0 for any free port. */
  port: number
  open: boolean
  json: boolean
  help: boolean
}

export const usage = `TOTP Desk in the browser, on 127.0.0.1 only.

  --vault <folder>   where the vault is, or is to be made
  --port <n>         a fixed port instead of a random one
  --no-open          print the link, open nothing
  --json             one line on standard output: {"url", "token", "vault", "api"}
  --demo             a throw-away vault with made-up people
  --browser          the browser even where Electron is there
  --help             this text
`

/** A command line that cannot be followed; the message says why. */
export class FlagError extends Error {}

const options = {
  vault: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  json: { type: 'boolean' },
  demo: { type: 'boolean' },
  browser: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/**
 * @param args - the command line without program and script
 * @throws FlagError for an unknown flag or a value that makes no sense
 */
export function readFlags(args: readonly string[], cwd: string, machine: Machine = thisMachine()): Flags {
  // Not the parser's own strictness: its sentences are written for programmers.
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') throw new FlagError(`"${token.value}" is not a flag.`)
    if (token.kind === 'option') refuseMisused(token)
  }
  const { vault, port } = values
  const demo = values.demo === true
  // A demo never meets a vault that holds real people.
  if (demo && vault !== undefined) throw new FlagError('A demo makes a vault of its own. Leave out --vault.')
  return {
    vault: demo ? null : chooseVault(typeof vault === 'string' ? vault : null, cwd, machine),
    port: typeof port === 'string' ? portOf(port) : 0,
    open: values['no-open'] !== true,
    json: values.json === true,
    help: values.help === true,
  }
}

interface OptionToken {
  name: string
  /** As it was typed. */
  rawName: string
  value: string | undefined
  /** Whether the value was written behind a "=". */
  inlineValue: boolean | undefined
}

function refuseMisused({ name, rawName, value, inlineValue }: OptionToken): void {
  if (!Object.hasOwn(options, name)) throw new FlagError(`There is no flag ${rawName}.`)
  const takesValue = options[name as keyof typeof options].type === 'string'
  if (!takesValue && value !== undefined) throw new FlagError(`${rawName} takes no value.`)
  // A flag that follows was not meant as the value; written with "=" it is.
  const missing = !value || (!inlineValue && value.startsWith('-'))
  if (takesValue && missing) throw new FlagError(`${rawName} needs a value.`)
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  throw new FlagError(`--port takes a number from 0 to 65535, not "${text}".`)
}
