import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { Panel } from '../../../components/panel'
import { useSettings } from '../../../data/queries/desk'
import { CodeForm } from './code-form'
import { PassForm } from './pass-form'
import classes from './verify-panel.module.css'

type Mode = 'code' | 'pass'

/** Verify a person: by the code of their authenticator or, when they hold one, by a temporary pass. */
export function VerifyPanel({ user }: { user: UserDetail }) {
  const [mode, setMode] = useState<Mode>('code')
  const window = useSettings().data?.window ?? 1
  const hasPass = user.pass !== null || mode === 'pass'
  return (
    <Panel
      className={classes.panel}
      title={mode === 'code' ? 'Verify a code' : 'Verify a temporary pass'}
      aside={
        hasPass ? (
          <SegmentedControl
            className={classes.mode ?? ''}
            aria-label="What to verify"
            value={mode}
            onChange={setMode}
            data={[
              { value: 'code', label: 'Code' },
              { value: 'pass', label: 'Temporary pass' },
            ]}
          />
        ) : (
          acceptedNow(window)
        )
      }
    >
      {mode === 'code' ? <CodeForm user={user} window={window} /> : <PassForm user={user} />}
    </Panel>
  )
}

function acceptedNow(window: 0 | 1): string {
  return window === 0 ? 'Accepted now: the current step only' : 'Accepted now: previous, current and next step'
}
