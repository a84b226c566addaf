import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useReducer, useRef } from 'react'
import type { VerificationOutcome } from '../../../shared/model/verification'
import { useAnswer } from '../../components/code-result/use-answer'
import { keepClock, useDeskClock } from '../../data/clock'
import { asDeskError } from '../../data/desk-error'
import { usePersonScreenChannel } from '../../data/person-screen-channel'
import { forPersonQuery, useForPerson } from '../../data/queries/enrollment'
import { keys } from '../../data/query-client'
import { desk, transport } from '../../data/transport'
import { onResume } from '../../data/transport/connection'
import { initialState, isExpired, personScreenReducer, reportOf, stageOf } from './stage'

/**
 * The person's side of one enrollment. The secret and the codes are in this component's state and
 * leave it with the first good code, the expiry, a lock, and the window.
 */
export function usePersonScreen(totpId: string) {
  const client = useQueryClient()
  const facts = useForPerson(totpId).data ?? null
  const [state, dispatch] = useReducer(personScreenReducer, initialState)
  const stage = stageOf(
    state,
    facts,
    useDeskClock(1000, (now) => isExpired(facts, now)),
  )
  const answer = useAnswer((code) => desk.verification.submit({ userId: facts?.userId ?? '', code }))
  const revealing = useRef(false)

  /** Reads the enrollment's state; with `reveal` also the secret, while a first code is awaited. */
  async function read(reveal: boolean): Promise<void> {
    try {
      const { status } = await client.fetchQuery({ ...forPersonQuery(totpId), staleTime: 0 })
      dispatch({ kind: 'opened' })
      if (!reveal || status !== 'pending' || revealing.current) return
      revealing.current = true
      dispatch({ kind: 'revealed', revealed: await desk.totps.reveal({ totpId, side: 'person' }) })
    } catch (refused) {
      const error = asDeskError(refused)
      // Without an answer nothing is known, so nothing is taken away; it is read again when the desk is back.
      if (error.code !== 'no_answer') dispatch({ kind: 'refused', error })
    } finally {
      revealing.current = false
    }
  }

  const { showing, problem } = reportOf(state, stage)
  /** Nothing is shown because the clock is held back: it comes by itself when that is over. */
  const isHeld = state.closed !== null && state.closed !== 'locked' && state.closed.code === 'clock_blocked'
  const tell = usePersonScreenChannel(totpId, (message) => {
    if (message.kind === 'ask') tell({ kind: 'here', showing, problem })
    else if (message.kind === 'show') void read(state.revealed === null)
    else if (message.kind === 'codes') dispatch(message)
    else if (message.kind === 'hide') {
      dispatch(message)
      void read(false)
    } else if (message.kind === 'outcome') {
      answer.show(message.outcome)
      if (message.outcome.outcome === 'accepted') void read(false)
    }
  })

  const onOpened = useEffectEvent(() => void read(true))
  const onAppended = useEffectEvent((subject: string | null, action: string) => {
    // A confirmed clock moves the ends of everything.
    if ((subject !== null && subject === facts?.userId) || action === 'clock.confirmed') void read(isHeld)
  })
  useEffect(() => {
    onOpened()
    const ends = [
      keepClock(() => undefined),
      onResume(() => onOpened()),
      transport.subscribe('audit.appended', ({ subject, action }) => onAppended(subject, action)),
      transport.subscribe('vault.locked', () => {
        dispatch({ kind: 'locked' })
        client.removeQueries({ queryKey: keys.forPerson })
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client])

  useEffect(() => dispatch({ kind: 'stage', stage: stage.kind }), [stage.kind])
  // The operator is told what is shown whenever it changes, and when the window goes.
  useEffect(() => tell({ kind: 'here', showing, problem }), [tell, showing, problem])
  useEffect(() => {
    const gone = () => tell({ kind: 'gone' })
    window.addEventListener('pagehide', gone)
    return () => window.removeEventListener('pagehide', gone)
  }, [tell])

  async function submit(code: string): Promise<VerificationOutcome | null> {
    const outcome = await answer.submit(code)
    if (!outcome) return null
    tell({ kind: 'answered', outcome })
    if (outcome.outcome === 'accepted') await read(false)
    return outcome
  }

  return { stage, facts, answer, submit, typing: (count: number) => tell({ kind: 'typing', count }) }
}

export type PersonScreenView = ReturnType<typeof usePersonScreen>
