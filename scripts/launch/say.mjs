// The terminal may be closed while the program still ends in order: that is no reason to fail.
process.stderr.on('error', () => {})

/** Says one sentence to whoever started the program. */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}
