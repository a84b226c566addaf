import { newNonce, securityHeaders } from '../csp'

/** Two sentences on a bare page: for a link that does not work, and for a tab without a link. */
export function plainPage(status: 401 | 403 | 404 | 405, title: string, text: string): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>TOTP Desk</title><h1>${title}</h1><p>${text}</p></html>`
  const headers = {
    ...securityHeaders(newNonce()),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  }
  return new Response(html, { status, headers })
}

export const usedLink = () =>
  plainPage(
    401,
    'This link was used already',
    'Each link opens the console once. Press Enter in the terminal where TOTP Desk runs to get a new one.',
  )

export const noLink = () =>
  plainPage(
    401,
    'Open the console with its link',
    'Press Enter in the terminal where TOTP Desk runs to get one, or start it again.',
  )

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
