/**
 * Tells whoever started the program from a terminal about an error that is no refusal: its kind and where it
 * was met, but never its message, which could quote what somebody typed. Nothing is written to a file and
 * nothing is sent.
 */
export function reportDefect(error: unknown): void {
  process.stderr.write(`${describeDefect(error)}\n`)
}

/** The words of {@link reportDefect}. */
export function describeDefect(error: unknown): string {
  const kind = error instanceof Error ? error.name : typeof error
  const where = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  return [`An unexpected error (${kind}) was met.`, ...where.slice(0, 8)].join('\n')
}

/** Whoever reads what the program says may go away without taking the desk along. */
export function outliveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
