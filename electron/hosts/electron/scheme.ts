import { protocol, type Session } from 'electron'
import type { Downloads } from '../../desk/audit/downloads'
import { assetResponse, notFound } from '../assets'
import { attachmentResponse } from '../download'
import { downloadId, parseOurUrl, scheme } from './address'

/** What the scheme serves from. */
export interface SchemeSources {
  /** Absolute path of the built renderer. */
  rendererFolder: string
  downloads: Downloads
}

/**
 * Declares `desk:` a standard, secure scheme: it gets an origin, and `'self'` in the policy means
 * it. Must run before the program is ready.
 */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the scheme in one session. */
export function handleScheme(session: Session, sources: SchemeSources): void {
  session.protocol.handle(scheme, (request) => respond(request, sources))
}

/** Answers one request: the page's own files and downloads, read-only. */
export async function respond(request: Pick<Request, 'method' | 'url'>, sources: SchemeSources): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } })
  const url = parseOurUrl(request.url)
  if (url === null) return notFound()
  if (!url.pathname.startsWith('/download/')) return assetResponse(sources.rendererFolder, url.pathname)
  const id = downloadId(request.url)
  const download = id === null ? null : sources.downloads.take(id)
  return download ? attachmentResponse(download) : notFound()
}
