import { IconBan, IconCheck, IconClock, IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { UserSummary } from '../../shared/model/user'
import { useDeskNow } from '../data/clock'
import { type PersonState, personState } from '../words/states'
import { Tag } from './tag'

const icons: Partial<Record<PersonState['kind'], ReactNode>> = {
  enrolled: <IconCheck size={14} stroke={2} aria-hidden="true" />,
  pending: <IconClock size={14} stroke={2} aria-hidden="true" />,
  expired: <IconClock size={14} stroke={2} aria-hidden="true" />,
  locked: <IconLock size={14} stroke={2} aria-hidden="true" />,
  deactivated: <IconBan size={14} stroke={2} aria-hidden="true" />,
}

type Standing = Pick<UserSummary, 'status' | 'enrollment' | 'expiresAt' | 'lock'>

/** The state of a person: enrolled, pending with the time left, locked, deactivated. */
export function StateTag({ user, withIcon = false }: { user: Standing; withIcon?: boolean }) {
  const now = useDeskNow(1000)
  const state = personState(user, now)
  return (
    <Tag tone={state.tone} icon={withIcon ? icons[state.kind] : undefined}>
      {state.label}
    </Tag>
  )
}
