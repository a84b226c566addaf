import { z } from 'zod'
import { auditActionNames } from '../audit-actions'
import { roleSchema } from '../roles'
import { eventIdSchema, interactionIdSchema, lineOfText, timeMsSchema, userIdSchema } from './common'

export const auditOutcomeSchema = z.enum(['success', 'fail', 'denied'])
export const channelSchema = z.enum(['screen', 'api', 'system'])
export type Channel = z.infer<typeof channelSchema>

/**
 * One audit event, version 1. Its RFC 8785 JSON on one line is the leaf of the audit tree and, to
 * the byte, the line of a JSON Lines export: what is hashed is what is read.
 */
export const auditEventSchema = z.strictObject({
  v: z.literal(1),
  seq: z.int().min(1),
  id: eventIdSchema,
  /** Binds the events of one act at the desk, such as an enrollment from first to last step. */
  interaction: interactionIdSchema,
  /** UTC with milliseconds and Z. */
  time: z.iso.datetime({ precision: 3 }),
  /** Offset of the desk's local time from UTC, such as +01:00. */
  offset: z.string().regex(/^[+-]\d\d:\d\d$/),
  channel: channelSchema,
  /** Id of the API request that it came from; null for acts at the screen and of the system. */
  request: z.string().nullable(),
  operator: z.strictObject({ id: z.string(), name: z.string(), role: roleSchema }).nullable(),
  /** The person it is about, with their name at the time. */
  subject: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  /** The totp, session or the like it is about. */
  object: z.string().nullable(),
  action: z.enum(auditActionNames),
  severity: z.enum(['info', 'notice', 'warning', 'critical']),
  outcome: auditOutcomeSchema,
  reason: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  app: z.string(),
  machine: z.string(),
})
export type AuditEvent = z.infer<typeof auditEventSchema>

/** Which events to show or export; an absent field does not filter. */
export const auditFilterSchema = z.strictObject({
  from: timeMsSchema.optional(),
  /** Exclusive. */
  to: timeMsSchema.optional(),
  actions: z.array(z.enum(auditActionNames)).max(100).optional(),
  outcomes: z.array(auditOutcomeSchema).max(3).optional(),
  severities: z
    .array(z.enum(['info', 'notice', 'warning', 'critical']))
    .max(4)
    .optional(),
  channels: z.array(channelSchema).max(3).optional(),
  subjectUserId: userIdSchema.optional(),
  operatorId: z.string().max(80).optional(),
  interaction: interactionIdSchema.optional(),
  /** Words found in names, reasons, objects and details, case folded; all must be there. */
  text: lineOfText(100).optional(),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

/** State of the audit tree: how many leaves, and the RFC 6962 root over them (hex). */
export const auditTreeSchema = z.strictObject({ size: z.int().min(0), root: z.string().regex(/^[0-9a-f]{64}$/) })

export const exportFormatSchema = z.enum(['csv', 'jsonl'])
export type ExportFormat = z.infer<typeof exportFormatSchema>

/**
 * How a CSV is laid out. Spreadsheets want a byte order mark to read letters right, and the separator of the
 * computer's language; `rfc4180` is for programs: commas, no mark.
 */
export const csvLayoutSchema = z.enum(['comma', 'semicolon', 'tab', 'rfc4180'])
export type CsvLayout = z.infer<typeof csvLayoutSchema>

/** A file ready to be fetched once from the host. */
export const downloadTicketSchema = z.strictObject({
  downloadId: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  rows: z.int().min(0),
  /** True for a file from a demo's vault; its name says so too. */
  demo: z.boolean(),
})
