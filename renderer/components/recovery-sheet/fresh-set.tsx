import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { recoveryText } from '../../../shared/recovery-format'
import { useSettings } from '../../data/queries/desk'
import { useVaultStatus } from '../../data/queries/vault'
import { desk } from '../../data/transport'
import { CopySecret } from '../key-groups/key-groups'
import classes from './fresh-set.module.css'
import { type PaperSize, PrintSheet } from './print-sheet'
import { type FreshSet, RecoveryCodes } from './recovery-sheet'

interface FreshSetViewProps {
  set: FreshSet
  user: { userId: string; name: string }
  /** Shown in place of the codes, where the person reads them on their own screen. */
  instead?: ReactNode
  saved: boolean
  onSaved: (saved: boolean) => void
}

/** A new set at the one moment its codes are seen: show, print, copy, and the question whether they are kept. */
export function FreshSetView({ set, user, instead, saved, onSaved }: FreshSetViewProps) {
  const [paper, setPaper] = useState<PaperSize>(navigator.language.endsWith('-US') ? 'half-letter' : 'a5')
  const issuer = useSettings().data?.issuer ?? ''
  // The button that made the set is gone: the keyboard goes on from here, not from the top of the page.
  const view = useRef<HTMLDivElement>(null)
  useEffect(() => view.current?.focus(), [])
  const demo = useVaultStatus().data?.demo ?? false
  const noted = (how: 'print' | 'copy') =>
    void desk.recovery.printed({ userId: user.userId, setId: set.setId, how }).catch(() => undefined)

  return (
    <div ref={view} tabIndex={-1} className={classes.fresh}>
      {instead ?? <RecoveryCodes codes={set.recoveryCodes} />}
      <div className={classes.tools}>
        <Button
          leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => {
            noted('print')
            window.print()
          }}
        >
          Print the sheet
        </Button>
        <SegmentedControl
          aria-label="Paper"
          value={paper}
          onChange={setPaper}
          data={[
            { value: 'a5', label: 'A5' },
            { value: 'half-letter', label: 'Half Letter' },
          ]}
        />
        <CopySecret text={recoveryText(set.recoveryCodes)} label="Copy" onCopied={() => noted('copy')} />
      </div>
      <p className="small muted">
        Shown this once; fingerprint of the set <span className="mono">{set.fingerprint}</span>.
      </p>
      <Checkbox
        data-tour="saved"
        label={`${user.name} has saved these codes`}
        checked={saved}
        onChange={(event) => onSaved(event.currentTarget.checked)}
      />
      <PrintSheet set={set} name={user.name} issuer={issuer} paper={paper} demo={demo} />
    </div>
  )
}
