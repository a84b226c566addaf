import { Button } from '@mantine/core'
import { useRef } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { CodeBox, type CodeBoxHandle } from '../../../components/code-box/code-box'
import { announcementOf, ResultNote } from '../../../components/code-result/result-note'
import { useAnswer } from '../../../components/code-result/use-answer'
import { ErrorNote } from '../../../components/error-note'
import { TimeLeft, WindowStrip } from '../../../components/window-strip/window-strip'
import { desk } from '../../../data/transport'
import { driftWords } from '../../../words/drift'
import { firstNameOf } from '../../../words/names'
import { acceptedWords } from '../../../words/refusals'
import classes from './verify-panel.module.css'

interface CodeFormProps {
  user: UserDetail
  window: 0 | 1
  /** Takes a recovery code that was typed here to where it is redeemed. */
  onRecoveryCode: (code: string) => void
  /** The same for a temporary pass. */
  onPass: (code: string) => void
}

/** The code box with the answer beside it, and the window strip that shows which step it belonged to. */
export function CodeForm({ user, window, onRecoveryCode, onPass }: CodeFormProps) {
  const box = useRef<CodeBoxHandle>(null)
  const typed = useRef('')
  const { busy, answer, error, submit, clear } = useAnswer((code) =>
    desk.verification.submit({ userId: user.userId, code }),
  )
  const { digits = 6, period = 30 } = user.totp ?? {}
  const context = { firstName: firstNameOf(user.name), digits, period, window, box: 'code' } as const
  const takeAway = (take: (code: string) => void) => {
    const code = typed.current
    typed.current = ''
    box.current?.clear()
    take(code)
  }
  const reason = answer?.outcome.outcome === 'refused' ? answer.outcome.reason : null
  const accepted = answer?.outcome.outcome === 'accepted' ? answer.outcome : null
  const drift = accepted?.drift ?? user.drift
  const lag = drift ? driftWords(drift) : null
  return (
    <>
      <div className={classes.line} data-tour="code">
        <CodeBox
          ref={box}
          label={`Code from ${user.name}’s app`}
          digits={digits}
          busy={busy}
          autoFocus
          onInput={() => answer && clear()}
          onSubmit={(code) => {
            typed.current = code
            void submit(code)
          }}
        />
        <ResultNote
          answer={answer}
          accepted={acceptedWords}
          context={context}
          idle={`Type or paste the ${digits === 8 ? 'eight' : 'six'} digits the app shows. The last one submits.`}
        />
      </div>
      {reason === 'recovery_code_in_code_box' && user.recovery ? (
        <Button className={classes.takeAway ?? ''} onClick={() => takeAway(onRecoveryCode)}>
          Redeem this recovery code
        </Button>
      ) : null}
      {reason === 'pass_in_code_box' ? (
        <Button className={classes.takeAway ?? ''} onClick={() => takeAway(onPass)}>
          Verify this temporary pass
        </Button>
      ) : null}
      <ErrorNote error={error} />
      <WindowStrip
        period={period}
        window={window}
        matched={accepted}
        announcement={announcementOf(answer, acceptedWords, context)}
      />
      <div className={classes.foot}>
        {lag ? (
          <span>
            <b>{lag.lag}</b> <span className="muted">{lag.basis}</span>
          </span>
        ) : (
          <span className="muted">The phone’s clock is judged from the codes it sends.</span>
        )}
        <TimeLeft period={period} />
      </div>
    </>
  )
}
