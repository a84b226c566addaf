import type { IdentityCheck } from '../../shared/model/common'
import type { Totp } from '../../shared/model/totp'
import { clockTime } from './times'

type Kind = IdentityCheck['kind']

/** Kinds of identity check, as they are chosen. */
export const kindLabels: Record<Kind, string> = {
  badge: 'Badge',
  photo_id: 'Photo ID',
  known_in_person: 'Known in person',
  manager_vouched: 'Their manager vouched',
  questions: 'Questions answered',
  other: 'Another way',
}

/** What the reference of each kind is. */
export const referenceLabels: Record<Kind, string> = {
  badge: 'Badge number (optional)',
  photo_id: 'Kind of document (optional)',
  known_in_person: 'Reference (optional)',
  manager_vouched: 'Manager’s name (optional)',
  questions: 'Ticket or call (optional)',
  other: 'In which way (optional)',
}

const subjects: Record<Kind, string> = {
  badge: 'Badge',
  photo_id: 'Photo ID',
  known_in_person: 'Known in person,',
  manager_vouched: 'Manager vouched,',
  questions: 'Questions',
  other: 'Identity',
}

/** "Badge NW-20418 checked by Amina Okafor at 10:38" */
export function checkedLine(totp: Totp, nowMs: number): string {
  const by = `checked by ${totp.checkedBy} at ${clockTime(totp.createdAt, nowMs)}`
  if (!totp.identityCheck) return `Begun by ${totp.checkedBy} at ${clockTime(totp.createdAt, nowMs)}`
  const { kind, reference } = totp.identityCheck
  return [subjects[kind], reference, by].filter(Boolean).join(' ')
}
