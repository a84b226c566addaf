import { z } from 'zod'

/** What an operator may be: least right first is `auditor`, who only reads. */
export const roleSchema = z.enum(['admin', 'helpdesk', 'auditor'])
export type Role = z.infer<typeof roleSchema>

/** Who may call a procedure: anyone (also before the vault is open), or the roles listed. */
export type Access = 'anyone' | readonly Role[]

export const anyone = 'anyone' as const
export const readers = ['admin', 'helpdesk', 'auditor'] as const
export const staff = ['admin', 'helpdesk'] as const
export const admins = ['admin'] as const
