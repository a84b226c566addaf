/**
 * Tells whoever started the program from a terminal about an error that is no refusal. Nothing is
 * written to a file and nothing is sent: the desk is offline, and its errors carry no secrets.
 */
export function reportDefect(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`TOTP Desk: ${text}\n`)
}
