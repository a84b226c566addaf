import { newNonce, securityHeaders } from '../csp'

/** Two sentences on a bare page, where there is nothing to show. */
function plainPage(status: 403 | 404 | 405, title: string, text: string): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>TOTP Desk</title><h1>${title}</h1><p>${text}</p></html>`
  const headers = {
    ...securityHeaders(newNonce()),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  }
  return new Response(html, { status, headers })
}

export const foreignPage = () =>
  plainPage(403, 'Not from here', 'TOTP Desk answers only its own page, at the address it printed.')

/** Answers a method that the address does not take, and names the one it does (RFC 9110, section 15.5.6). */
export function wrongMethod(allowed: string): Response {
  const response = plainPage(405, 'Not this way', 'This address cannot be used like that.')
  response.headers.set('allow', allowed)
  return response
}

export const goneDownload = () =>
  plainPage(404, 'This file was fetched already', 'Go back to the audit screen and export it again.')
