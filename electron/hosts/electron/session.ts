import { type Session, session as sessions } from 'electron'
import type { Side } from '../../../shared/sides'
import { mayLoad, parseOurUrl } from './address'
import type { Windows } from './windows'

/** Where a permission is asked from, in plain values. */
export interface PermissionAsk {
  permission: string
  side: Side | undefined
  isMainFrame: boolean
  url: string
}

/**
 * Nothing a browser can grant is granted, with one exception: the operator's own page may put text
 * on the clipboard (never read it), for the setup key and the recovery codes.
 */
export function mayUse({ permission, side, isMainFrame, url }: PermissionAsk): boolean {
  const ours = side === 'operator' && isMainFrame && parseOurUrl(url) !== null
  return ours && permission === 'clipboard-sanitized-write'
}

/**
 * The session of all windows. Its partition has no `persist:` prefix and no cache, so cookies,
 * storage and pages stay in memory and end with the program.
 */
export function createSession(windows: Windows, packaged: boolean): Session {
  const session = sessions.fromPartition('desk', { cache: false })
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const side = windows.sideOf(contents.id)
    callback(mayUse({ permission, side, isMainFrame: details.isMainFrame, url: details.requestingUrl }))
  })
  session.setPermissionCheckHandler((contents, permission, origin, details) => {
    const side = contents === null ? undefined : windows.sideOf(contents.id)
    return mayUse({ permission, side, isMainFrame: details.isMainFrame, url: origin })
  })
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !mayLoad(details.url, packaged) }))
  return session
}
