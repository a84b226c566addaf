import { IconCheck, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Refused } from '../../../shared/model/verification'
import { useDeskNow } from '../../data/clock'
import { type RefusalContext, type RefusalWords, refusalWords } from '../../words/refusals'
import { clockTime } from '../../words/times'
import classes from './result-note.module.css'
import type { Answered } from './use-answer'

type Outcome = Refused | { outcome: 'accepted' }

/** What is beside the box before anything was typed, and the words for both kinds of answer. */
export interface ResultNoteProps {
  answer: Answered<Outcome> | null
  accepted: RefusalWords
  context: Omit<RefusalContext, 'secondsSince' | 'clock'>
  /** Shown while there is no answer. */
  idle?: ReactNode
}

/** The answer in words: the same for the eye and for {@link announcementOf}. */
function wordsOf(
  answer: Answered<Outcome>,
  accepted: RefusalWords,
  context: ResultNoteProps['context'],
  nowMs: number,
): RefusalWords {
  if (answer.outcome.outcome === 'accepted') return accepted
  return refusalWords(answer.outcome, {
    ...context,
    secondsSince: Math.max(0, (nowMs - answer.at) / 1000),
    clock: (timeMs) => clockTime(timeMs, nowMs),
  })
}

/** What is said aloud, once, when the answer comes: it does not count down. */
export function announcementOf(
  answer: Answered<Outcome> | null,
  accepted: RefusalWords,
  context: ResultNoteProps['context'],
): string {
  if (!answer) return ''
  const { headline, sentence } = wordsOf(answer, accepted, context, answer.at)
  return `${headline}. ${sentence}`
}

/** Accepted or refused, where the code was typed; waiting times count down. */
export function ResultNote({ answer, accepted, context, idle }: ResultNoteProps) {
  const now = useDeskNow(1000)
  if (!answer) return <div className={classes.idle}>{idle}</div>
  const { headline, sentence } = wordsOf(answer, accepted, context, now)
  const good = answer.outcome.outcome === 'accepted'
  return (
    <div className={classes.result} data-good={good || undefined} data-testid="result">
      <div className={classes.headline}>
        {good ? (
          <IconCheck size={18} stroke={2} aria-hidden="true" />
        ) : (
          <IconX size={18} stroke={2} aria-hidden="true" />
        )}
        {headline}
      </div>
      <div className="muted small">{sentence}</div>
    </div>
  )
}
