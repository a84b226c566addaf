import type { AuditAction } from '../../shared/audit-actions'
import type { Tone } from './tone'

/** What an audit action is called on screen, and whether it is good or bad news. */
export const actionWords: Record<AuditAction, { label: string; tone: Tone }> = {
  'vault.created': { label: 'Vault created', tone: 'neutral' },
  'vault.unlocked': { label: 'Vault unlocked', tone: 'neutral' },
  'vault.unlock_failed': { label: 'Unlock failed', tone: 'bad' },
  'vault.locked': { label: 'Vault locked', tone: 'neutral' },
  'vault.repaired': { label: 'Vault repaired', tone: 'bad' },
  'app.started': { label: 'Desk started', tone: 'neutral' },
  'app.stopped': { label: 'Desk stopped', tone: 'neutral' },
  'operator.created': { label: 'Operator added', tone: 'neutral' },
  'settings.changed': { label: 'Settings changed', tone: 'warn' },
  'user.created': { label: 'Person added', tone: 'neutral' },
  'user.updated': { label: 'Person edited', tone: 'neutral' },
  'user.deactivated': { label: 'Deactivated', tone: 'warn' },
  'user.reactivated': { label: 'Reactivated', tone: 'neutral' },
  'user.removed': { label: 'Person removed', tone: 'warn' },
  'user.unlocked': { label: 'Unlocked', tone: 'warn' },
  'user.locked': { label: 'Locked', tone: 'bad' },
  'user.lock_expired': { label: 'Lock ended', tone: 'neutral' },
  'totp.created': { label: 'Enrollment started', tone: 'neutral' },
  'totp.shown': { label: 'QR shown', tone: 'warn' },
  'totp.activated': { label: 'Enrolled', tone: 'good' },
  'totp.verified_again': { label: 'Verified again', tone: 'good' },
  'totp.handed_over': { label: 'Handed over', tone: 'good' },
  'totp.expired': { label: 'QR expired', tone: 'warn' },
  'totp.revoked': { label: 'Authenticator revoked', tone: 'warn' },
  'totp.replaced': { label: 'Authenticator replaced', tone: 'warn' },
  'verification.accepted': { label: 'Code accepted', tone: 'good' },
  'verification.refused': { label: 'Code refused', tone: 'bad' },
  'recovery.created': { label: 'Recovery codes made', tone: 'neutral' },
  'recovery.replaced': { label: 'Recovery codes replaced', tone: 'warn' },
  'recovery.redeemed': { label: 'Recovery code used', tone: 'warn' },
  'recovery.refused': { label: 'Recovery code refused', tone: 'bad' },
  'recovery.printed': { label: 'Recovery sheet printed', tone: 'neutral' },
  'pass.issued': { label: 'Pass given', tone: 'warn' },
  'pass.redeemed': { label: 'Pass used', tone: 'warn' },
  'pass.refused': { label: 'Pass refused', tone: 'bad' },
  'pass.revoked': { label: 'Pass revoked', tone: 'neutral' },
  'session.started': { label: 'Session started', tone: 'neutral' },
  'session.authenticated': { label: 'Session used', tone: 'neutral' },
  'session.extended': { label: 'Session extended', tone: 'neutral' },
  'session.revoked': { label: 'Session ended', tone: 'warn' },
  'session.key_made': { label: 'Session key made', tone: 'neutral' },
  'api.started': { label: 'API switched on', tone: 'warn' },
  'api.stopped': { label: 'API switched off', tone: 'neutral' },
  'api.secret_made': { label: 'API secret made', tone: 'neutral' },
  'api.secret_shown': { label: 'API secret shown', tone: 'warn' },
  'api.secret_rotated': { label: 'API secret replaced', tone: 'warn' },
  'api.auth_failed': { label: 'API sign-in failed', tone: 'bad' },
  'audit.read': { label: 'Audit read', tone: 'neutral' },
  'audit.exported': { label: 'Audit exported', tone: 'warn' },
  'clock.alarm': { label: 'Clock alarm', tone: 'bad' },
  'clock.noted': { label: 'Clock noted', tone: 'neutral' },
  'clock.confirmed': { label: 'Clock confirmed', tone: 'warn' },
  'access.denied': { label: 'Access denied', tone: 'bad' },
}

/** Actions by what they are about, for the filter. */
export const actionGroups: { label: string; prefix: string }[] = [
  { label: 'Codes', prefix: 'verification.' },
  { label: 'Authenticators', prefix: 'totp.' },
  { label: 'Recovery codes', prefix: 'recovery.' },
  { label: 'Temporary passes', prefix: 'pass.' },
  { label: 'People', prefix: 'user.' },
  { label: 'Sessions', prefix: 'session.' },
  { label: 'API', prefix: 'api.' },
  { label: 'Vault', prefix: 'vault.' },
  { label: 'Desk', prefix: 'app.' },
  { label: 'Operators', prefix: 'operator.' },
  { label: 'Settings', prefix: 'settings.' },
  { label: 'Audit log', prefix: 'audit.' },
  { label: 'Clock', prefix: 'clock.' },
  { label: 'Access', prefix: 'access.' },
]

export const severityWords = {
  info: { label: 'Info', tone: 'neutral' },
  notice: { label: 'Notice', tone: 'neutral' },
  warning: { label: 'Warning', tone: 'warn' },
  critical: { label: 'Critical', tone: 'bad' },
} as const satisfies Record<string, { label: string; tone: Tone }>

export const outcomeWords = {
  success: { label: 'Done', tone: 'good' },
  fail: { label: 'Refused', tone: 'bad' },
  denied: { label: 'Denied', tone: 'bad' },
} as const satisfies Record<string, { label: string; tone: Tone }>

export const channelWords = { screen: 'Screen', api: 'API', system: 'System' } as const
