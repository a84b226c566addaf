import { IconClock, IconClockExclamation, IconFileText, IconKey, IconLock, type TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Overview } from '../../../shared/model/desk'
import { EmptyState } from '../../components/empty-state'
import { Panel } from '../../components/panel'
import { useDeskNow } from '../../data/clock'
import { openClockConfirm } from '../../data/clock-confirm-store'
import { paths } from '../../data/paths'
import { attentionText } from '../../words/attention'
import classes from './side-lists.module.css'

type Care = Overview['needsAttention'][number]

const looks: Record<Care['kind'], { icon: TablerIcon; tone: 'warn' | 'bad' }> = {
  clock: { icon: IconClockExclamation, tone: 'bad' },
  locked: { icon: IconLock, tone: 'bad' },
  pending: { icon: IconClock, tone: 'warn' },
  unfinished: { icon: IconFileText, tone: 'warn' },
  no_codes: { icon: IconKey, tone: 'bad' },
  low_codes: { icon: IconKey, tone: 'warn' },
}

/** People who need somebody to look after them, most urgent first. */
export function NeedsAttention({ cares }: { cares: readonly Care[] }) {
  const now = useDeskNow(1000)
  return (
    <Panel title="Needs care" aside={cares.length > 5 ? String(cares.length) : undefined}>
      {cares.length === 0 ? (
        <EmptyState title="Nobody needs care now.">
          QR codes about to expire, locked people and last recovery codes stand here.
        </EmptyState>
      ) : (
        <ul className={classes.cares} tabIndex={cares.length > 5 ? 0 : undefined}>
          {cares.map((care) => (
            <li key={`${care.kind}-${care.userId}`}>
              <CareLine care={care}>{attentionText(care, now)}</CareLine>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function CareLine({ care, children }: { care: Care; children: ReactNode }) {
  const { icon: Icon, tone } = looks[care.kind]
  const line = (
    <>
      <span className={classes.icon} data-tone={tone}>
        <Icon size={16} stroke={1.75} aria-hidden="true" />
      </span>
      <span>
        <span className={classes.name}>{care.userId === null ? 'The clock stepped back' : care.name}</span>
        <span className={classes.why}>{children}</span>
      </span>
    </>
  )
  if (care.userId === null)
    return (
      <button type="button" className={classes.care} onClick={openClockConfirm}>
        {line}
      </button>
    )
  return (
    <Link
      href={
        care.kind === 'pending' || care.kind === 'unfinished' ? paths.enroll(care.userId) : paths.person(care.userId)
      }
      className={classes.care}
    >
      {line}
    </Link>
  )
}
