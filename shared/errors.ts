/**
 * Every refusal the desk can give, as data. The set is closed: a code that is not here does not
 * compile, and the renderer can rely on the list being whole.
 */
export const errorCodes = [
  // the vault
  'vault_absent',
  'vault_exists',
  'vault_locked',
  'vault_in_use',
  'vault_foreign',
  'vault_damaged',
  'vault_newer',
  'vault_failed',
  'wrong_passphrase',
  'weak_passphrase',
  'disk_full',
  'disk_read_only',
  'disk_failed',
  // the desk
  'not_found',
  'email_taken',
  'phone_taken',
  'external_id_taken',
  'user_deactivated',
  'active_totp_exists',
  'totp_not_pending',
  'totp_not_active',
  'totp_expired',
  'nothing_to_unlock',
  'session_ended',
  'port_taken',
  'clock_blocked',
  'clock_not_blocked',
  // the call
  'invalid_input',
  'unknown_procedure',
  'unauthenticated',
  // said by a page whose host is away
  'no_answer',
  'foreign_caller',
  'forbidden',
  'too_many_requests',
  'cancelled',
  'internal',
] as const

/** One of the closed set of refusals. */
export type ErrorCode = (typeof errorCodes)[number]

/** What crosses to a caller when a call is refused: never a stack, never a secret. */
export interface ErrorAnswer {
  code: ErrorCode
  /** One sentence for the operator that says what happened and what to do next. */
  message: string
  /** Field names with what is wrong with each, or other plain facts a screen can use. */
  details?: Record<string, string | number | boolean | null>
}

/**
 * A refusal thrown inside the desk and turned into an {@link ErrorAnswer} by the dispatcher.
 * Its message is shown to the operator as it is, so it must never quote a secret or a code.
 */
export class DeskError extends Error {
  override readonly name = 'DeskError'
  readonly code: ErrorCode
  readonly details: ErrorAnswer['details']

  constructor(code: ErrorCode, message: string, details?: ErrorAnswer['details'], options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
    this.details = details
  }

  /** The refusal as it crosses to the caller. */
  toAnswer(): ErrorAnswer {
    return { code: this.code, message: this.message, ...(this.details ? { details: this.details } : {}) }
  }
}
