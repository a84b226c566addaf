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
export function VerifyPanel({ user, onRecoveryCode }: { user: UserDetail; onRecoveryCode: (code: string) => void }) {
  const [mode, setMode] = useState<Mode>('code')
  /** A pass that was typed into the code box. */
  const [carriedPass, setCarriedPass] = useState('')
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
            onChange={(next) => {
              setCarriedPass('')
              setMode(next)
            }}
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
      {mode === 'code' ? (
        <CodeForm
          user={user}
          window={window}
          onRecoveryCode={onRecoveryCode}
          onPass={(pass) => {
            setCarriedPass(pass)
            setMode('pass')
          }}
        />
      ) : (
        <PassForm user={user} typed={carriedPass} />
      )}
    </Panel>
  )
}

function acceptedNow(window: 0 | 1): string {
  return window === 0 ? 'Accepted now: the current step only' : 'Accepted now: previous, current and next step'
}
