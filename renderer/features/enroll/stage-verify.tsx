import { Button } from '@mantine/core'
import type { UserDetail } from '../../../shared/model/user'
import { ClockHeldNote } from '../../components/clock-held-note'
import { CodeBox } from '../../components/code-box/code-box'
import { announcementOf, ResultNote } from '../../components/code-result/result-note'
import { useNextCodeBox } from '../../components/code-result/use-next-code-box'
import { ErrorNote } from '../../components/error-note'
import { TimeLeft, WindowStrip } from '../../components/window-strip/window-strip'
import { useDeskNow } from '../../data/clock'
import { useClockHeld, useSettings } from '../../data/queries/desk'
import { firstNameOf } from '../../words/names'
import { nextCodeSeconds } from '../../words/next-code'
import { acceptedWords } from '../../words/refusals'
import classes from './enroll.module.css'
import type { Enrollment } from './use-enrollment'

interface StageVerifyProps {
  user: UserDetail
  enrollment: Enrollment
  /** True for the second code. */
  second: boolean
}

/** Third and fourth step: a first good code, then the next one. Typed across the desk or here. */
export function StageVerify({ user, enrollment, second }: StageVerifyProps) {
  const { answer, personScreen, submit } = enrollment
  const { box, accepted } = useNextCodeBox(answer.answer)
  const { digits = 6, period = 30 } = enrollment.totp ?? {}
  const held = useClockHeld()
  const window = useSettings().data?.window ?? 1
  const name = firstNameOf(user.name)
  const context = { firstName: name, digits, period, window, box: 'code' } as const

  return (
    <>
      <h2 className={classes.heading}>{headingOf(name, second, personScreen.open)}</h2>
      <p className={classes.lead}>
        <Lead name={name} digits={digits} second={second} enrollment={enrollment} />
      </p>
      <div className={classes.codeLine}>
        <CodeBox
          ref={box}
          label={second ? `Next code from ${name}’s app` : `Code from ${name}’s app`}
          digits={digits}
          busy={answer.busy}
          disabled={held}
          elsewhere={personScreen.typed}
          autoFocus
          onInput={(length) => length > 0 && answer.clear()}
          onSubmit={(code) => void submit(code)}
        />
        <ResultNote answer={answer.answer} accepted={acceptedWords} context={context} />
      </div>
      <ClockHeldNote />
      <ErrorNote error={answer.error} />
      <WindowStrip
        period={period}
        window={window}
        matched={accepted}
        announcement={announcementOf(answer.answer, acceptedWords, context)}
      />
      <div className={classes.foot}>
        <span>
          <TimeLeft period={period} />
          {'. '}
          {second
            ? 'The second code proves the phone’s clock and that a used code no longer works.'
            : 'After this one we ask for the next code too: it proves the phone’s clock and that a used code no longer works.'}
        </span>
        {second ? (
          <Button variant="subtle" className={classes.footEnd} onClick={enrollment.skip}>
            Skip
          </Button>
        ) : null}
      </div>
    </>
  )
}

function headingOf(name: string, second: boolean, personScreen: boolean): string {
  if (second) return 'Now the next code'
  return personScreen ? `${name} types the code on the other screen` : `Type the code ${name}’s app shows`
}

interface LeadProps {
  name: string
  digits: number
  second: boolean
  enrollment: Enrollment
}

function Lead({ name, digits, second, enrollment }: LeadProps) {
  const { personScreen, lastAccepted } = enrollment
  const now = useDeskNow(1000)
  if (personScreen.typed > 0) {
    return `${name} has typed ${Math.min(personScreen.typed, digits)} of ${digits} digits. You can also type it here if ${name} reads it to you.`
  }
  if (!second) {
    return personScreen.open
      ? `You see how many digits are typed, never which. You can also type it here if ${name} reads it to you.`
      : `${name} reads it to you, or shows the phone.`
  }
  const wait = lastAccepted ? nextCodeSeconds(lastAccepted, now) : 0
  return wait > 0
    ? `The app shows a new one in about ${wait} s. The one just used no longer works.`
    : `The app shows a new one now. ${personScreen.open ? 'Type it here or on the other screen.' : 'Type it here.'}`
}
