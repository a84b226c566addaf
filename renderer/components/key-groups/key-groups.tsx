import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './key-groups.module.css'
import { useSecretCopy } from './use-secret-copy'

/** A key in groups of four, as it is read aloud and typed. */
export function groupsOfFour(secret: string): string[] {
  return secret.match(/.{1,4}/gu) ?? []
}

interface KeyGroupsProps {
  /** Base-32. */
  secret: string
  size?: 'normal' | 'large'
  /** Offers a copy button that clears the clipboard again. */
  copy?: boolean
}

/** The secret in groups of four, four groups to a line. */
export function KeyGroups({ secret, size = 'normal', copy = false }: KeyGroupsProps) {
  const groups = groupsOfFour(secret)
  return (
    <div className={classes.key} data-size={size}>
      <div className={classes.groups} data-testid="key-groups">
        {groups.map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups never move, and two may be equal
          <span key={index}>{group}</span>
        ))}
      </div>
      {copy ? <CopySecret text={secret} label="Copy the key" /> : null}
    </div>
  )
}

/** Copies a secret and clears the clipboard 30 s later, unless something else was copied since. */
export function CopySecret({ text, label, onCopied }: { text: string; label: string; onCopied?: () => void }) {
  const { state, copy } = useSecretCopy()
  const words = {
    idle: '',
    copied: 'Copied; cleared in 30 s.',
    cleared: 'Cleared from the clipboard.',
    refused: 'This screen may not use the clipboard. Nothing was copied.',
  }[state]
  return (
    <div className={classes.copy}>
      <Button
        leftSection={
          state === 'copied' ? (
            <IconCheck size={16} stroke={1.75} aria-hidden="true" />
          ) : (
            <IconCopy size={16} stroke={1.75} aria-hidden="true" />
          )
        }
        onClick={() => void copy(text).then((done) => done && onCopied?.())}
      >
        {label}
      </Button>
      <span className="small muted" role="status">
        {words}
      </span>
    </div>
  )
}
