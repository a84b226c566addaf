import type { Role } from '../../shared/roles'

/** Roles as an operator reads them. */
export const roleLabels: Record<Role, string> = { admin: 'Admin', helpdesk: 'Help desk', auditor: 'Auditor' }
