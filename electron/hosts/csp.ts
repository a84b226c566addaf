import { randomBytes } from 'node:crypto'

/** Placeholder of the nonce in the built index.html; replaced at every load. */
export const noncePlaceholder = '__CSP_NONCE__'

/** A nonce for one load of the page: 128 random bits in base64 (CSP Level 3, section 7.1). */
export function newNonce(): string {
  return randomBytes(16).toString('base64')
}

/**
 * The one content security policy of the console, the same under every host: nothing is allowed
 * but what the page itself brings (OWASP ASVS 5.0, 3.4.3).
 *
 * `img-src data:` is there for icons inside style sheets; the QR is inline SVG. There is no
 * `wasm-unsafe-eval` because no WebAssembly runs in the page: sql.js lives on the desk's side.
 *
 * @param nonce - from {@link newNonce}, the one written into the page that this header goes with
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "worker-src 'none'",
  ].join('; ')
}

/** Headers that go with every answer a host gives to a page, the policy included. */
export function securityHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
  }
}
