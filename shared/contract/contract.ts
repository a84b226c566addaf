import { z } from 'zod'
import { apiCallSchema, apiStatusSchema } from '../model/api'
import {
  auditEventSchema,
  auditFilterSchema,
  auditTreeSchema,
  downloadTicketSchema,
  exportFormatSchema,
} from '../model/audit'
import {
  identityCheckSchema,
  passIdSchema,
  reasonSchema,
  timeMsSchema,
  totpIdSchema,
  userIdSchema,
} from '../model/common'
import {
  attackKindSchema,
  demoPhoneSchema,
  demoStatusSchema,
  driftSecondsSchema,
  maxClockOffsetMs,
} from '../model/demo'
import {
  clockStatusSchema,
  operatorNameSchema,
  overviewSchema,
  passphraseSchema,
  settingsSchema,
  vaultStatusSchema,
} from '../model/desk'
import { sessionIdSchema, sessionMinutesSchema, sessionSchema } from '../model/session'
import { enrollInputSchema, revealedTotpSchema, totpSchema } from '../model/totp'
import {
  newUserSchema,
  peopleFilterSchema,
  removalSchema,
  userChangesSchema,
  userDetailSchema,
  userSummarySchema,
} from '../model/user'
import { passOutcomeSchema, redemptionOutcomeSchema, verificationOutcomeSchema } from '../model/verification'
import { admins, anyone, readers, staff } from '../roles'
import { sideSchema } from '../sides'
import type { ProcedureName } from './names'
import { type Procedure, procedure } from './procedure'

const nothing = z.strictObject({})
const codeInput = z.strictObject({
  userId: userIdSchema,
  /** As typed: the verifier trims and judges it, so that a malformed one is counted and explained. */
  code: z.string().max(64),
})
/** `facing` was the first name of the person's side; scripts that still say it are understood. */
const claimedSide = z.enum([...sideSchema.options, 'facing']).transform((side) => (side === 'facing' ? 'person' : side))
const recoveryCodes = z.array(z.string())
const apiCredentials = z.strictObject({ projectId: z.string(), secret: z.string() })

/** Every procedure, once. Client, handlers, preload allowlist and access table derive from it. */
export const contract = {
  'vault.status': procedure({ input: nothing, output: vaultStatusSchema, access: anyone, passive: true }),
  'vault.create': procedure({
    input: z.strictObject({
      operator: operatorNameSchema,
      passphrase: passphraseSchema,
      issuer: settingsSchema.shape.issuer.optional(),
    }),
    output: vaultStatusSchema,
    access: anyone,
  }),
  'vault.unlock': procedure({
    input: z.strictObject({ passphrase: passphraseSchema }),
    output: vaultStatusSchema,
    access: anyone,
  }),
  'vault.lock': procedure({ input: nothing, output: vaultStatusSchema, access: readers }),

  'clock.status': procedure({
    input: nothing,
    output: clockStatusSchema,
    access: readers,
    personSide: true,
    passive: true,
  }),
  /** Ends the block after a backward jump, and repairs the marks that lie in the future. */
  'clock.confirm': procedure({
    input: z.strictObject({ reason: reasonSchema }),
    output: clockStatusSchema.extend({ repaired: z.int().min(0) }),
    access: admins,
  }),

  'settings.get': procedure({ input: nothing, output: settingsSchema, access: readers }),
  'settings.update': procedure({ input: settingsSchema.partial(), output: settingsSchema, access: admins }),

  'desk.overview': procedure({ input: nothing, output: overviewSchema, access: readers, passive: true }),

  'users.create': procedure({ input: newUserSchema, output: userDetailSchema, access: staff }),
  'users.get': procedure({
    input: z.strictObject({ userId: userIdSchema }),
    output: userDetailSchema,
    access: readers,
    passive: true,
  }),
  'users.search': procedure({
    input: z.strictObject({
      /** Words found in name, email, phone or external id, case and accents folded; all must be there. */
      query: z.string().max(200).optional(),
      filter: peopleFilterSchema.optional(),
      cursor: z.string().max(500).optional(),
      limit: z.int().min(1).max(1000).optional(),
    }),
    output: z.strictObject({
      users: z.array(userSummarySchema),
      nextCursor: z.string().nullable(),
      /** People that match query and filter. */
      matched: z.int().min(0),
      /** People in all, and by filter for the query given. */
      total: z.int().min(0),
      counts: z.record(peopleFilterSchema, z.int().min(0)),
    }),
    access: readers,
    passive: true,
  }),
  'users.update': procedure({
    input: z.strictObject({ userId: userIdSchema, changes: userChangesSchema }),
    output: userDetailSchema,
    access: staff,
  }),
  'users.remove': procedure({ input: z.strictObject({ userId: userIdSchema }), output: removalSchema, access: staff }),
  /** Clears a lock or a wait before its time. */
  'users.unlock': procedure({
    input: z.strictObject({ userId: userIdSchema, reason: reasonSchema }),
    output: userDetailSchema,
    access: admins,
  }),

  /** Starts an enrollment without showing anything: the person's screen reveals it. */
  'totps.begin': procedure({ input: enrollInputSchema, output: totpSchema, access: staff }),
  /**
   * Shows a pending totp's secret; recorded with the side of the desk it was shown on. `side` is what the
   * caller says, which counts only where the host cannot tell the two apart.
   */
  'totps.reveal': procedure({
    input: z.strictObject({ totpId: totpIdSchema, side: claimedSide }),
    output: revealedTotpSchema,
    access: staff,
    personSide: true,
  }),
  /** begin, reveal and recovery codes in one call, for scripts and for the operator's own screen. */
  'totps.enroll': procedure({
    input: enrollInputSchema,
    output: revealedTotpSchema.extend({ recoveryCodes }),
    access: staff,
  }),
  /** What the person's screen may know. */
  'totps.forPerson': procedure({
    input: z.strictObject({ totpId: totpIdSchema }),
    output: z.strictObject({
      userId: userIdSchema,
      name: z.string(),
      issuer: z.string(),
      status: totpSchema.shape.status,
      digits: totpSchema.shape.digits,
      period: totpSchema.shape.period,
      expiresAt: timeMsSchema,
      verifiedAgain: z.boolean(),
      handedOver: z.boolean(),
      /** Whether a code of the step before is still taken (1), so that the screen does not promise too much. */
      window: settingsSchema.shape.window,
    }),
    access: staff,
    personSide: true,
    passive: true,
  }),
  /** Marks the enrollment finished: the person holds their recovery sheet. */
  'totps.handOver': procedure({ input: z.strictObject({ totpId: totpIdSchema }), output: totpSchema, access: staff }),
  'totps.revoke': procedure({
    input: z.strictObject({ totpId: totpIdSchema, reason: reasonSchema }),
    output: totpSchema,
    access: staff,
  }),

  'verification.submit': procedure({
    input: codeInput,
    output: verificationOutcomeSchema,
    access: staff,
    personSide: true,
  }),

  'recovery.redeem': procedure({
    input: codeInput.extend({ identityCheck: identityCheckSchema.optional() }),
    output: redemptionOutcomeSchema,
    access: staff,
  }),
  /** A new set; the old one dies in the same transaction. The only time its codes are seen. */
  'recovery.replace': procedure({
    input: z.strictObject({ userId: userIdSchema }),
    output: z.strictObject({ setId: z.string(), fingerprint: z.string(), recoveryCodes, createdAt: timeMsSchema }),
    access: staff,
  }),
  /** Records that the sheet of a set was printed or copied. */
  'recovery.printed': procedure({
    input: z.strictObject({ userId: userIdSchema, setId: z.string().max(64), how: z.enum(['print', 'copy']) }),
    output: nothing,
    access: staff,
  }),

  'passes.issue': procedure({
    input: z.strictObject({
      userId: userIdSchema,
      /** 5 minutes to 24 hours. */
      minutes: z.int().min(5).max(1440),
      reason: reasonSchema,
      identityCheck: identityCheckSchema,
    }),
    output: z.strictObject({ passId: passIdSchema, pass: z.string(), expiresAt: timeMsSchema }),
    access: staff,
  }),
  'passes.redeem': procedure({ input: codeInput, output: passOutcomeSchema, access: staff }),
  'passes.revoke': procedure({ input: z.strictObject({ userId: userIdSchema }), output: nothing, access: staff }),

  'audit.list': procedure({
    input: z.strictObject({
      filter: auditFilterSchema.optional(),
      /** Rows before this sequence number, newest first; absent: from the newest. */
      before: z.int().min(1).optional(),
      limit: z.int().min(1).max(500).optional(),
    }),
    output: z.strictObject({
      events: z.array(auditEventSchema),
      /** Give as `before` for the next page; null at the end. */
      next: z.int().nullable(),
      matched: z.int().min(0),
      tree: auditTreeSchema,
    }),
    access: readers,
    passive: true,
  }),
  /** Counts of the events of days in a row under a filter, whose own range is left aside. Read as `audit.list` is. */
  'audit.days': procedure({
    input: z.strictObject({
      filter: auditFilterSchema.omit({ from: true, to: true }).optional(),
      /** Local midnights in order; a day ends where the next begins, the last entry only ends the last day. */
      starts: z.array(timeMsSchema).min(2).max(100),
    }),
    output: z.strictObject({
      days: z.array(z.strictObject({ done: z.int().min(0), refused: z.int().min(0) })),
    }),
    access: readers,
    passive: true,
  }),
  'audit.export': procedure({
    input: z.strictObject({ format: exportFormatSchema, filter: auditFilterSchema.optional() }),
    output: downloadTicketSchema,
    access: readers,
  }),

  'sessions.list': procedure({
    input: z.strictObject({
      userId: userIdSchema.optional(),
      state: sessionSchema.shape.state.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.int().min(1).max(500).optional(),
    }),
    /** Newest first. */
    output: z.strictObject({ sessions: z.array(sessionSchema), nextCursor: z.string().nullable() }),
    access: readers,
    passive: true,
  }),
  /** Lets an open session end that many minutes from now. */
  'sessions.extend': procedure({
    input: z.strictObject({ sessionId: sessionIdSchema, minutes: sessionMinutesSchema }),
    output: sessionSchema,
    access: staff,
  }),
  'sessions.revoke': procedure({
    input: z.strictObject({ sessionId: sessionIdSchema }),
    output: sessionSchema,
    access: staff,
  }),

  'api.status': procedure({ input: nothing, output: apiStatusSchema, access: readers, passive: true }),
  /** Switches the API on, now and whenever the vault is open; port 0 or none: the system picks one. */
  'api.start': procedure({
    input: z.strictObject({ port: z.int().min(0).max(65_535).optional() }),
    output: apiStatusSchema,
    access: admins,
  }),
  'api.stop': procedure({ input: nothing, output: apiStatusSchema, access: admins }),
  /** Shows the project's secret; recorded. */
  'api.credentials': procedure({ input: nothing, output: apiCredentials, access: admins }),
  /** A new secret, and a new key for session JWTs; the old secret ends at once. */
  'api.rotate': procedure({ input: nothing, output: apiCredentials, access: admins }),
  /** The last calls, newest first; `before` is the request id of the last one seen. */
  'api.calls': procedure({
    input: z.strictObject({ before: z.string().max(80).optional() }),
    output: z.strictObject({ calls: z.array(apiCallSchema) }),
    access: readers,
    passive: true,
  }),

  'tasks.cancel': procedure({
    input: z.strictObject({ taskId: z.string().max(80) }),
    output: nothing,
    access: readers,
  }),

  // All of these are refused as `forbidden` in a vault that is no demo's.
  /** The passphrase is told to anyone, so that a locked demo can be unlocked again. */
  'demo.status': procedure({ input: nothing, output: demoStatusSchema, access: anyone, passive: true }),
  /** Every made-up person's phone, with what it shows now. */
  'demo.phones': procedure({
    input: nothing,
    output: z.strictObject({ phones: z.array(demoPhoneSchema) }),
    access: staff,
    passive: true,
  }),
  /** Puts a phone's clock off; positive: ahead of the desk. */
  'demo.setDrift': procedure({
    input: z.strictObject({ userId: userIdSchema, driftSeconds: driftSecondsSchema }),
    output: demoPhoneSchema,
    access: staff,
  }),
  /** Moves the desk's clock, and the phones' with it: milliseconds from the machine's own time. */
  'demo.setClock': procedure({
    input: z.strictObject({ offsetMs: z.int().min(-maxClockOffsetMs).max(maxClockOffsetMs) }),
    output: clockStatusSchema,
    access: staff,
  }),
  /** Starts the scripted attacker; each try is told by the event `demo.attempt`. One at a time. */
  'demo.attack': procedure({
    input: z.strictObject({ kind: attackKindSchema, userId: userIdSchema }),
    output: z.strictObject({ attackId: z.string() }),
    access: staff,
  }),
} as const satisfies Record<ProcedureName, Procedure>

export type Contract = typeof contract
/** What a caller may pass: defaults may be left out. */
export type Input<N extends ProcedureName> = z.input<Contract[N]['input']>
/** What a handler receives: parsed, with defaults filled in. */
export type ParsedInput<N extends ProcedureName> = z.output<Contract[N]['input']>
export type Output<N extends ProcedureName> = z.output<Contract[N]['output']>
