import type { BrowserWindow } from 'electron'
import { isProcedureName, isSecret } from '../../../shared/contract/contract'
import type { Answer } from '../../../shared/contract/transport'
import type { Windows } from './windows'

/** Keeps windows that show secrets out of captures. */
export interface CaptureGuard {
  /** Watches an operator's window for leaving the part that showed a secret. */
  watch(window: BrowserWindow): void
  /** To be called with each answer, before it leaves. */
  answered(webContentsId: number, name: unknown, answer: Answer): void
  /** The vault is locked: nothing secret is on a screen any more. */
  locked(): void
}

/**
 * Keeps windows that show secrets out of screenshots, recordings and screen sharing, where the
 * system can (macOS, Windows). Two rules, and the page has no say in either:
 * - a window turned to the person is protected for as long as it is open (see main.ts);
 * - the operator's window is protected from the moment an answer with a secret goes to it, until
 *   it shows another part of the console (the first word of its address changes), loads again, or
 *   the vault is locked.
 */
export function guardCapture(windows: Windows): CaptureGuard {
  /** Ids of protected windows, with the part of the console that each showed. */
  const shown = new Map<number, string>()
  const release = (id: number) => {
    if (shown.delete(id)) windows.windowOf(id)?.setContentProtection(false)
  }
  return {
    watch({ webContents }) {
      webContents.on('did-navigate', () => release(webContents.id))
      webContents.on('did-navigate-in-page', (_event, url) => {
        if (partOf(url) !== shown.get(webContents.id)) release(webContents.id)
      })
    },
    answered(id, name, answer) {
      if (!answer.ok || !isProcedureName(name) || !isSecret(name)) return
      const window = windows.windowOf(id)
      if (!window || windows.sideOf(id) !== 'operator') return
      shown.set(id, partOf(window.webContents.getURL()))
      window.setContentProtection(true)
    },
    locked() {
      for (const id of [...shown.keys()]) release(id)
    },
  }
}

/** `people` of `desk://app/index.html#/people/user-live-…`. */
function partOf(url: string): string {
  return /#\/([^/?]*)/.exec(url)?.[1] ?? ''
}
