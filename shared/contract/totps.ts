import { z } from 'zod'
import { reasonSchema, timeMsSchema, totpIdSchema, userIdSchema } from '../model/common'
import { settingsSchema } from '../model/desk'
import { enrollInputSchema, revealedTotpSchema, totpSchema } from '../model/totp'
import { staff } from '../roles'
import { sideSchema } from '../sides'
import type { Procedures } from './procedure'

/** `facing` was the first name of the person's side; scripts that still say it are understood. */
const claimedSide = z.enum([...sideSchema.options, 'facing']).transform((side) => (side === 'facing' ? 'person' : side))

export const totps = {
  /** Starts an enrollment without showing anything: the person's screen reveals it. */
  'totps.begin': { input: enrollInputSchema, output: totpSchema, access: staff },
  /**
   * Shows a pending totp's secret; recorded with the side of the desk it was shown on. `side` is what the
   * caller says, which counts only where the host cannot tell the two apart.
   */
  'totps.reveal': {
    input: z.strictObject({ totpId: totpIdSchema, side: claimedSide }),
    output: revealedTotpSchema,
    access: staff,
    personSide: true,
    secret: true,
  },
  /** begin, reveal and recovery codes in one call, for scripts and for the operator's own screen. */
  'totps.enroll': {
    input: enrollInputSchema,
    output: revealedTotpSchema.extend({ recoveryCodes: z.array(z.string()) }),
    access: staff,
    secret: true,
  },
  /** What the person's screen may know. */
  'totps.forPerson': {
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
  },
  /** Marks the enrollment finished: the person holds their recovery sheet. */
  'totps.handOver': { input: z.strictObject({ totpId: totpIdSchema }), output: totpSchema, access: staff },
  'totps.revoke': {
    input: z.strictObject({ totpId: totpIdSchema, reason: reasonSchema }),
    output: totpSchema,
    access: staff,
  },
} satisfies Procedures<'totps'>
