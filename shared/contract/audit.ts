import { z } from 'zod'
import {
  auditEventSchema,
  auditFilterSchema,
  auditTreeSchema,
  csvLayoutSchema,
  downloadTicketSchema,
  exportFormatSchema,
} from '../model/audit'
import { timeMsSchema } from '../model/common'
import { readers } from '../roles'
import type { Procedures } from './procedure'

export const audit = {
  'audit.list': {
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
  },
  /** Counts of events by day under a filter without a range. Recorded as `audit.list` is. */
  'audit.days': {
    input: z.strictObject({
      filter: auditFilterSchema.omit({ from: true, to: true }).optional(),
      /** Local midnights in order; a day ends where the next begins, the last entry only ends the last day. */
      starts: z.array(timeMsSchema).min(2).max(100),
    }),
    output: z.strictObject({
      days: z.array(z.strictObject({ done: z.int().min(0), refused: z.int().min(0) })),
    }),
    access: readers,
  },
  'audit.export': {
    input: z.strictObject({
      format: exportFormatSchema,
      /** For CSV alone; `comma` when absent. */
      layout: csvLayoutSchema.optional(),
      filter: auditFilterSchema.optional(),
    }),
    output: downloadTicketSchema,
    access: readers,
  },
} satisfies Procedures<'audit'>
