import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { msLeftInStep } from '../../../shared/time-step'
import { CodeBox } from '../../components/code-box/code-box'
import { useNextCodeBox } from '../../components/code-result/use-next-code-box'
import { CountdownRing } from '../../components/countdown-ring/countdown-ring'
import { useDeskNow } from '../../data/clock'
import { asDeskError } from '../../data/desk-error'
import { nextCodeSeconds } from '../../words/next-code'
import { personRefusalWords } from '../../words/person-refusals'
import { timeUntilSpoken } from '../../words/times'
import { Issuer } from './issuer'
import classes from './person-screen.module.css'
import type { PersonScreenView } from './use-person-screen'

interface CodeEntryProps {
  view: PersonScreenView
  title: ReactNode
  lead?: string
  /** True for the second code, which must be a later one. */
  second?: boolean
}

/** Headline, six big boxes, the ring, and the answer in the person's words. */
export function CodeEntry({ view, title, lead, second = false }: CodeEntryProps) {
  const { facts, answer, submit, typing } = view
  const { box, accepted } = useNextCodeBox(answer.answer)
  const digits = facts?.digits ?? 6
  const period = facts?.period ?? 30

  return (
    <div>
      <Issuer name={facts?.issuer} />
      <h1>{title}</h1>
      <p className={classes.lead}>
        {second
          ? 'Wait until your app shows new digits, then type them. It shows that the old ones no longer work.'
          : `Then type the ${digits === 8 ? 'eight' : 'six'} digits it shows. ${lead ?? ''}`}
      </p>
      <CodeBox
        ref={box}
        label={second ? 'The next code from your app' : 'The code from your app'}
        digits={digits}
        size="large"
        busy={answer.busy}
        autoFocus
        onInput={(length) => {
          typing(length)
          if (length > 0) answer.clear()
        }}
        onSubmit={(code) => void submit(code)}
      />
      <div className={classes.answer} role="status">
        <Answer view={view} />
      </div>
      {answer.answer?.outcome.outcome === 'refused' || answer.error ? null : (
        <div className={classes.ring}>
          <CountdownRing period={period} />
          <NextCode period={period} second={second} accepted={accepted} bothWork={facts?.window === 1} />
        </div>
      )}
      <Foot view={view} second={second} />
    </div>
  )
}

function Answer({ view }: { view: PersonScreenView }) {
  const { answer } = view
  const now = useDeskNow(1000)
  if (answer.error) {
    return <Refusal headline="That did not work" sentence={asDeskError(answer.error).message} />
  }
  const outcome = answer.answer?.outcome
  if (!answer.answer || outcome?.outcome !== 'refused') return null
  const gone = (now - answer.answer.at) / 1000
  const left = Math.max(0, Math.ceil((outcome.retryAfterSeconds ?? 0) - Math.max(0, gone)))
  return <Refusal {...personRefusalWords(outcome, left)} />
}

function Refusal({ headline, sentence }: { headline: string; sentence: string }) {
  return (
    <div className={classes.refusal}>
      <IconAlertCircle size={34} stroke={1.75} aria-hidden="true" />
      <span>
        <b>{headline}.</b> {sentence}
      </span>
    </div>
  )
}

interface NextCodeProps {
  period: number
  second: boolean
  accepted: Parameters<typeof nextCodeSeconds>[0] | null
  /** Whether the code before the new one is still accepted for a step. */
  bothWork: boolean
}

function NextCode({ period, second, accepted, bothWork }: NextCodeProps) {
  const now = useDeskNow(1000)
  if (second) {
    const wait = accepted ? nextCodeSeconds(accepted, now) : 0
    return wait > 0 ? (
      <span>
        Now the next code, in <b>{wait} s</b>.
      </span>
    ) : (
      <span>Your app shows it now.</span>
    )
  }
  return (
    <span>
      A new code in <b>{Math.ceil(msLeftInStep(now, period) / 1000)} s</b>.{' '}
      {bothWork ? 'Either is fine.' : 'Then only that one works.'}
    </span>
  )
}

function Foot({ view, second }: { view: PersonScreenView; second: boolean }) {
  const { facts } = view
  const now = useDeskNow(1000)
  if (second || !facts) return null
  return (
    <p className={classes.foot}>
      No app yet? Ask at the desk which one to install. This QR code stops working in{' '}
      {timeUntilSpoken(facts.expiresAt, now)}.
    </p>
  )
}
