/**
 * What the program tells the launcher that started it (scripts/launch), over the channel between them: that it
 * is up; that the desk is open in another process; that the command line cannot be followed; or why it could not
 * start. After the last, and when it ends without a word, the launcher opens the browser host instead.
 */
export type Told = { state: 'up' } | { state: 'elsewhere' } | { state: 'refused' | 'failed'; because: string }

/** The launcher at the other end of the channel. Started by hand or as a package, the program has none. */
export interface Launcher {
  readonly listening: boolean
  /** Settles when it is told, or when it cannot be. */
  tell(told: Told): Promise<void>
}

/** Set by the launcher: a channel alone may be that of another program. */
export const launcherMark = 'TOTP_DESK_LAUNCHER'

type Process = Pick<NodeJS.Process, 'send' | 'connected' | 'on' | 'env'>

/**
 * @param askedToEnd - called when the launcher wants the program to end: it closes the channel. A signal would
 *   not do: Electron takes the first one for the question and dies of the second, and Windows has none.
 */
export function joinLauncher(process: Process, askedToEnd: () => void): Launcher {
  const listening = () => process.env[launcherMark] !== undefined && process.connected === true
  if (process.env[launcherMark] !== undefined) {
    // It may have gone before this line was reached.
    if (process.connected === false) askedToEnd()
    process.on('disconnect', askedToEnd)
  }
  return {
    get listening() {
      return listening()
    },
    tell: (told) =>
      new Promise((resolve) => {
        if (listening()) process.send?.(told, undefined, undefined, () => resolve())
        else resolve()
      }),
  }
}
