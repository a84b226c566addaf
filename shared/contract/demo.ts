import { z } from 'zod'
import { userIdSchema } from '../model/common'
import {
  attackKindSchema,
  demoPhoneSchema,
  demoStatusSchema,
  driftSecondsSchema,
  maxClockOffsetMs,
} from '../model/demo'
import { clockStatusSchema } from '../model/desk'
import { anyone, staff } from '../roles'
import { nothing, type Procedures } from './procedure'

/** All of these are refused as `forbidden` in a vault that is no demo's. */
export const demo = {
  /** Any caller gets the passphrase, so that a locked demo can be unlocked again. */
  'demo.status': { input: nothing, output: demoStatusSchema, access: anyone },
  /** Every made-up person's phone, with what it shows now. */
  'demo.phones': {
    input: nothing,
    output: z.strictObject({ phones: z.array(demoPhoneSchema) }),
    access: staff,
  },
  /** Puts a phone's clock off; positive: ahead of the desk. */
  'demo.setDrift': {
    input: z.strictObject({ userId: userIdSchema, driftSeconds: driftSecondsSchema }),
    output: demoPhoneSchema,
    access: staff,
  },
  /** Moves the desk's clock, and the phones' with it: milliseconds from the machine's own time. */
  'demo.setClock': {
    input: z.strictObject({ offsetMs: z.int().min(-maxClockOffsetMs).max(maxClockOffsetMs) }),
    output: clockStatusSchema,
    access: staff,
  },
  /** Starts the scripted attacker; each try is an event `demo.attempt`. One at a time. */
  'demo.attack': {
    input: z.strictObject({ kind: attackKindSchema, userId: userIdSchema }),
    output: z.strictObject({ attackId: z.string() }),
    access: staff,
  },
} satisfies Procedures<'demo'>
