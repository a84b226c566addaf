import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { announcementOf, ResultNote } from '../../../components/code-result/result-note'
import { useAnswer } from '../../../components/code-result/use-answer'
import { ErrorNote } from '../../../components/error-note'
import { notForManagers } from '../../../components/not-for-managers'
import { useDeskNow } from '../../../data/clock'
import { desk } from '../../../data/transport'
import { firstNameOf } from '../../../words/names'
import { clockTime } from '../../../words/times'
import classes from './verify-panel.module.css'

const acceptedPass = { headline: 'Accepted', sentence: 'The pass is spent now. It works only once.' }

interface PassFormProps {
  user: UserDetail
  /** False where another act of the view is the first one. */
  alone?: boolean
  /** What is in the box at first. */
  typed?: string
}

/** The verify box's second mode: a temporary pass, typed as it is on the slip. */
export function PassForm({ user, alone = true, typed = '' }: PassFormProps) {
  const [code, setCode] = useState(typed)
  const now = useDeskNow(10_000)
  const { busy, answer, error, submit, clear } = useAnswer((pass) =>
    desk.passes.redeem({ userId: user.userId, code: pass }),
  )
  const context = { firstName: firstNameOf(user.name), digits: 6, period: 30, window: 1, box: 'pass' } as const
  return (
    <form
      className={classes.pass}
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '') void submit(code)
      }}
    >
      <TextInput
        label="Temporary pass"
        description={
          user.pass ? `Given ${clockTime(user.pass.issuedAt, now)}, ends ${clockTime(user.pass.expiresAt, now)}.` : null
        }
        classNames={{ input: classes.passInput }}
        value={code}
        maxLength={64}
        {...notForManagers}
        autoFocus={alone}
        spellCheck={false}
        readOnly={busy}
        onChange={(event) => {
          setCode(event.currentTarget.value)
          if (answer) clear()
        }}
      />
      <Button type="submit" variant={alone ? 'filled' : 'default'} loading={busy} disabled={code.trim() === ''}>
        Verify the pass
      </Button>
      <ResultNote answer={answer} accepted={acceptedPass} context={context} />
      <ErrorNote error={error} />
      <span className="visually-hidden" role="status">
        {announcementOf(answer, acceptedPass, context)}
      </span>
    </form>
  )
}
