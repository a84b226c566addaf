import { readFile } from 'node:fs/promises'
import nodePath, { type PlatformPath } from 'node:path'
import { newNonce, noncePlaceholder, securityHeaders } from './csp'

/** What the renderer's build consists of. A file of another kind is not served at all. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
}

/** A file of the renderer's build that may be served. */
export interface Asset {
  /** Absolute path. */
  file: string
  contentType: string
}

/**
 * Finds the file that a URL path names inside the renderer's folder; null when there can be none.
 * The path is decoded once, then normalized, then compared with the folder by `path.relative`: a
 * prefix comparison would let `renderer-other/` pass for `renderer/` (CWE-22).
 *
 * @param folder - absolute path of the built renderer
 * @param pathname - as a parsed URL gives it, still percent-encoded; `/` means index.html
 * @param path - the platform's path rules, given so that both kinds can be tested on either
 */
export function resolveAsset(folder: string, pathname: string, path: PlatformPath = nodePath): Asset | null {
  const decoded = decodePath(pathname)
  if (decoded === null) return null
  const file = path.resolve(folder, `.${decoded === '/' ? '/index.html' : path.posix.normalize(decoded)}`)
  const inside = path.relative(folder, file)
  if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) return null
  const contentType = contentTypes[path.extname(file).toLowerCase()]
  return contentType === undefined ? null : { file, contentType }
}

function decodePath(pathname: string): string | null {
  if (!pathname.startsWith('/')) return null
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  // A backslash or a colon has a meaning in Windows paths (separator, drive, stream), control
  // characters have one nowhere, and a percent sign left over asks to be decoded a second time.
  return /[\\:%\u0000-\u001f\u007f]/.test(decoded) ? null : decoded
}

/** A page with this load's nonce in place of every placeholder. */
async function readPage(file: string, nonce: string): Promise<string> {
  return (await readFile(file, 'utf8')).replaceAll(noncePlaceholder, nonce)
}

/**
 * Answers a GET for a file of the renderer, headers included: the same bytes under either host.
 * 404 when the path names nothing that may be served.
 */
export async function assetResponse(folder: string, pathname: string): Promise<Response> {
  const nonce = newNonce()
  const asset = resolveAsset(folder, pathname)
  const body = asset && (await readAsset(asset, nonce))
  if (!asset || body === null) return notFound()
  const headers = { ...securityHeaders(nonce), 'content-type': asset.contentType, 'cache-control': 'no-store' }
  return new Response(body, { status: 200, headers })
}

/** The plain answer to a path that names nothing. */
export function notFound(): Response {
  const headers = { ...securityHeaders(newNonce()), 'content-type': 'text/plain; charset=utf-8' }
  return new Response('Not found.', { status: 404, headers })
}

async function readAsset(asset: Asset, nonce: string): Promise<string | Uint8Array<ArrayBuffer> | null> {
  try {
    if (nodePath.extname(asset.file) === '.html') return await readPage(asset.file, nonce)
    return new Uint8Array(await readFile(asset.file))
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}

function isMissing(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR'
}
