import { type IdentityCheck, identityCheckSchema } from '../../shared/model/common'
import type { Totp } from '../../shared/model/totp'
import { clockTime } from './times'

type Kind = IdentityCheck['kind']

interface IdentityWords {
  /** As it is chosen. */
  label: string
  /** Label of the field beside it. */
  reference: string
  /** Begins "… checked by Amina". */
  subject: string
  /** Ends "identity checked by …". */
  means: string
}

/** Every kind of identity check, in the order they are offered. */
const identityWords: Record<Kind, IdentityWords> = {
  badge: { label: 'Badge', reference: 'Badge number (optional)', subject: 'Badge', means: 'badge' },
  photo_id: { label: 'Photo ID', reference: 'Kind of document (optional)', subject: 'Photo ID', means: 'photo ID' },
  known_in_person: {
    label: 'Known in person',
    reference: 'Reference (optional)',
    subject: 'Known in person,',
    means: 'knowing them',
  },
  manager_vouched: {
    label: 'Their manager vouched',
    reference: 'Manager’s name (optional)',
    subject: 'Manager vouched,',
    means: 'their manager',
  },
  questions: {
    label: 'Questions answered',
    reference: 'Ticket or call (optional)',
    subject: 'Questions',
    means: 'questions',
  },
  other: { label: 'Another way', reference: 'In which way (optional)', subject: 'Identity', means: 'other means' },
}

/** Kinds of identity check to choose from. */
export const identityChoices = identityCheckSchema.shape.kind.options.map((kind) => ({
  value: kind,
  label: identityWords[kind].label,
}))

/** The kind as it is chosen, such as "Photo ID". */
export function identityLabel(kind: Kind): string {
  return identityWords[kind].label
}

/** What the reference of a kind is; of none chosen yet, in general. */
export function referenceLabel(kind: Kind | null): string {
  return kind === null ? 'Reference (optional)' : identityWords[kind].reference
}

/** How identity was checked, as it ends a sentence; a kind that this version does not know as it is written. */
export function identityCheckedBy(kind: string): string {
  const known = identityCheckSchema.shape.kind.safeParse(kind)
  return known.success ? identityWords[known.data].means : kind
}

/** "Badge NW-20418 checked by Amina Okafor at 10:38" */
export function checkedLine(totp: Totp, nowMs: number): string {
  const by = `checked by ${totp.checkedBy} at ${clockTime(totp.createdAt, nowMs)}`
  if (!totp.identityCheck) return `Started by ${totp.checkedBy} at ${clockTime(totp.createdAt, nowMs)}`
  const { kind, reference } = totp.identityCheck
  return [identityWords[kind].subject, reference, by].filter(Boolean).join(' ')
}
