/** Marks by which the last words of a dying Electron are known, and what they mean to the person who started it. */
const marks = [
  // Only Node.js itself ends an uncaught error with this line.
  [/^Node\.js v\d/m, () => 'the program that should be Electron is Node.js'],
  [/error while loading shared libraries: ([\w.+-]+)/, ([, name]) => `a system library is missing (${name})`],
  [/Library not loaded: \S*?([\w.+-]+)\s/, ([, name]) => `a system library is missing (${name})`],
  [/Running as root without --no-sandbox/, () => rootReason],
  [/No usable sandbox|SUID sandbox helper/i, () => sandboxReason],
  [/Missing X server|cannot open display|connect to Wayland display/i, () => 'the display does not answer'],
]

export const sandboxReason = 'this computer does not allow the sandbox that its own window needs'
export const rootReason =
  'its own window does not open for the root account (in a container, "npm start -- --no-sandbox" opens it)'

/**
 * Why the window did not come up, as words that follow "because".
 * @param {Partial<import('./host-process.mjs').HostEnd>} end
 * @param {number} seconds how long it was given
 */
export function reasonOfEnd(end, seconds) {
  if (end.error) return `Electron could not be run (${end.error})`
  if (end.failed) return `its own window could not start (${withoutStop(end.failed)})`
  const text = end.stderr ?? ''
  for (const [mark, words] of marks) {
    const match = mark.exec(text)
    if (match) return words(match)
  }
  if (end.timedOut) return `its own window did not come up within ${seconds} s`
  return `Electron ended at the start (${end.signal ?? `exit code ${end.code}`})`
}

const withoutStop = (sentence) => sentence.replace(/\.$/, '')
