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

type AttentionItem = Overview['needsAttention'][number]

const looks: Record<AttentionItem['kind'], { icon: TablerIcon; tone: 'warn' | 'bad' }> = {
  clock: { icon: IconClockExclamation, tone: 'bad' },
  locked: { icon: IconLock, tone: 'bad' },
  pending: { icon: IconClock, tone: 'warn' },
  unfinished: { icon: IconFileText, tone: 'warn' },
  no_codes: { icon: IconKey, tone: 'bad' },
  low_codes: { icon: IconKey, tone: 'warn' },
}

/** What an operator should look at, most urgent first. */
export function NeedsAttention({ items }: { items: readonly AttentionItem[] }) {
  const now = useDeskNow(1000)
  return (
    <Panel title="Needs attention" aside={items.length > 5 ? String(items.length) : undefined}>
      {items.length === 0 ? (
        <EmptyState title="Nothing needs attention now.">
          QR codes about to expire, locked people and people with few recovery codes are listed here.
        </EmptyState>
      ) : (
        <ul className={classes.items} tabIndex={items.length > 5 ? 0 : undefined}>
          {items.map((item) => (
            <li key={`${item.kind}-${item.userId}`}>
              <AttentionLine item={item}>{attentionText(item, now)}</AttentionLine>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function AttentionLine({ item, children }: { item: AttentionItem; children: ReactNode }) {
  const { icon: Icon, tone } = looks[item.kind]
  const line = (
    <>
      <span className={classes.icon} data-tone={tone}>
        <Icon size={16} stroke={1.75} aria-hidden="true" />
      </span>
      <span>
        <span className={classes.name}>{item.userId === null ? 'The clock went back' : item.name}</span>
        <span className={classes.why}>{children}</span>
      </span>
    </>
  )
  if (item.userId === null)
    return (
      <button type="button" className={classes.item} onClick={openClockConfirm}>
        {line}
      </button>
    )
  return (
    <Link
      href={
        item.kind === 'pending' || item.kind === 'unfinished' ? paths.enroll(item.userId) : paths.person(item.userId)
      }
      className={classes.item}
    >
      {line}
    </Link>
  )
}
