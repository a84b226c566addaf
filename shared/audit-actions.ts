/**
 * The published list of what an audit event can say happened, with its severity
 * (OWASP ASVS 5.0 16.1.1; names after the OWASP logging vocabulary where one fits). An unknown
 * action does not compile and is refused on reading.
 */
export const auditActions = {
  'vault.created': 'notice',
  'vault.unlocked': 'info',
  'vault.unlock_failed': 'warning',
  'vault.locked': 'info',
  'vault.repaired': 'critical',
  'app.started': 'info',
  'app.stopped': 'info',
  'operator.created': 'notice',
  'settings.changed': 'notice',
  'user.created': 'info',
  'user.updated': 'info',
  'user.deactivated': 'notice',
  'user.reactivated': 'notice',
  'user.removed': 'notice',
  'user.unlocked': 'notice',
  'user.locked': 'warning',
  'user.lock_expired': 'info',
  'totp.created': 'info',
  'totp.shown': 'notice',
  'totp.activated': 'notice',
  'totp.verified_again': 'info',
  'totp.handed_over': 'info',
  'totp.expired': 'info',
  'totp.revoked': 'notice',
  'totp.replaced': 'notice',
  'verification.accepted': 'info',
  'verification.refused': 'warning',
  'recovery.created': 'notice',
  'recovery.replaced': 'notice',
  'recovery.redeemed': 'notice',
  'recovery.refused': 'warning',
  'recovery.printed': 'info',
  'pass.issued': 'notice',
  'pass.redeemed': 'notice',
  'pass.refused': 'warning',
  'pass.revoked': 'info',
  'audit.read': 'info',
  'audit.exported': 'notice',
  'clock.alarm': 'warning',
  'clock.noted': 'info',
  'clock.confirmed': 'critical',
  'access.denied': 'warning',
} as const satisfies Record<string, 'info' | 'notice' | 'warning' | 'critical'>

export type AuditAction = keyof typeof auditActions
export type Severity = (typeof auditActions)[AuditAction]
export const auditActionNames = Object.keys(auditActions) as [AuditAction, ...AuditAction[]]
