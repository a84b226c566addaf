import { Button } from '@mantine/core'
import { useOs } from '@mantine/hooks'
import { IconClock, IconClockExclamation, IconLock, IconSearch } from '@tabler/icons-react'
import { Kbd } from '../components/kbd'
import { Tag } from '../components/tag'
import { openClockConfirm } from '../data/clock-confirm-store'
import { lockVault } from '../data/lock'
import { useClockStatus } from '../data/queries/desk'
import { useVaultStatus } from '../data/queries/vault'
import { ApiTag } from '../features/api/api-tag'
import { LabToggle } from '../features/demo/lab-panel'
import { clockWords } from '../words/clock'
import { openCommandPalette } from './command-palette'
import classes from './top-bar.module.css'

/** One search for people and actions, the clock's state, and the lock. */
export function TopBar() {
  const demo = useVaultStatus().data?.demo ?? false
  const mac = useOs() === 'macos'
  return (
    <header className={classes.bar}>
      <button type="button" className={classes.find} onClick={openCommandPalette}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        Find a person or an action
        <span className={classes.key}>
          <Kbd>{mac ? '⌘ K' : 'Ctrl K'}</Kbd>
        </span>
      </button>
      <div className={classes.end}>
        {demo ? <Tag tone="warn">Demo</Tag> : null}
        <ApiTag />
        <ClockTag />
        {demo ? <LabToggle /> : null}
        <Button leftSection={<IconLock size={16} stroke={1.75} aria-hidden="true" />} onClick={() => void lockVault()}>
          Lock
        </Button>
      </div>
    </header>
  )
}

function ClockTag() {
  const clock = useClockStatus().data
  if (!clock) return null
  const words = clockWords(clock)
  const Icon = words.tone === 'good' ? IconClock : IconClockExclamation
  const tag = (
    <Tag tone={words.tone} icon={<Icon size={16} stroke={1.75} aria-hidden="true" />}>
      {words.label}
    </Tag>
  )
  return (
    <span role="status" title={words.title} className={classes.clockState}>
      {clock.blocked ? (
        <button type="button" className={classes.clock} onClick={openClockConfirm}>
          {tag}
        </button>
      ) : (
        tag
      )}
    </span>
  )
}
