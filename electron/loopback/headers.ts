/**
 * What goes with every JSON answer of both loopback servers: no page of another origin gets to hold it, no
 * browser takes it for anything else, and none keeps it (OWASP ASVS 5.0, 3.2.1, 14.3.2).
 */
export const jsonHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const
