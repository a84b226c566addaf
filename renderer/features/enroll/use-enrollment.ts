import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import type { UserDetail } from '../../../shared/model/user'
import type { VerificationOutcome } from '../../../shared/model/verification'
import { useAnswer } from '../../components/code-result/use-answer'
import { beginAgain } from '../../data/begin-again'
import { useDeskClock } from '../../data/clock'
import { paths } from '../../data/paths'
import { usePersonScreenChannel } from '../../data/person-screen-channel'
import { keys } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { enrollmentReducer, initialState, stageOf } from './steps'

/**
 * One enrollment on the operator's side: its stage, what was answered, and the person's screen. Its state
 * belongs to one totp: use it in a component whose key is the totp's id.
 */
export function useEnrollment(user: UserDetail) {
  const client = useQueryClient()
  const { totp } = user
  const totpId = totp?.totpId ?? null
  const [state, dispatch] = useReducer(enrollmentReducer, initialState)
  const stage = useDeskClock(1000, (now) => stageOf(totp, state, now))
  const answer = useAnswer((code) => desk.verification.submit({ userId: user.userId, code }))
  const refresh = () => client.invalidateQueries({ queryKey: keys.user(user.userId) })

  const tell = usePersonScreenChannel(totpId, (message) => {
    if (message.kind === 'here' || message.kind === 'gone') dispatch(message)
    else if (message.kind === 'typing') {
      if (message.count > 0) answer.clear()
      dispatch(message)
    } else if (message.kind === 'answered') {
      settle(message.outcome)
      answer.show(message.outcome)
    }
  })

  // Nothing is known of the person's screen until it answers.
  useEffect(() => tell({ kind: 'ask' }), [tell])
  useEffect(() => dispatch({ kind: 'stage', stage }), [stage])

  function settle(outcome: VerificationOutcome) {
    dispatch({ kind: 'answered', outcome })
    void refresh()
  }

  async function submit(code: string) {
    const outcome = await answer.submit(code)
    if (!outcome) return
    tell({ kind: 'outcome', outcome })
    settle(outcome)
  }

  // One act at a time: its refusal is shown until the next one.
  const { run, busy, error } = useAct((act: () => Promise<unknown>) => act())

  return {
    ...state,
    totp,
    stage,
    skipped: state.skipped && totp?.verifiedAgainAt === null,
    busy,
    error,
    answer,
    submit,
    tell,
    refresh,
    /** Opens the person's screen, or brings it forward and has it show the QR again. False: the browser did not let it open. */
    openPersonScreen: () => {
      if (totpId === null) return false
      const opened = window.open(`#${paths.personScreen(totpId)}`, 'totp-desk-person', 'popup,width=1100,height=760')
      tell({ kind: 'show' })
      return opened !== null
    },
    showHere: () =>
      run(async () => {
        if (totpId === null) return
        dispatch({ kind: 'revealed', revealed: await desk.totps.reveal({ totpId, side: 'operator' }) })
      }),
    scanned: () => dispatch({ kind: 'scanned' }),
    backToQr: () => dispatch({ kind: 'backToQr' }),
    skip: () => {
      answer.clear()
      dispatch({ kind: 'skipped' })
    },
    finish: () =>
      run(async () => {
        if (totpId === null) return
        await desk.totps.handOver({ totpId })
        tell({ kind: 'hide' })
        dispatch({ kind: 'finished' })
        await refresh()
      }),
    /** A new QR under the same identity check, after the old one ran out. */
    again: () =>
      run(async () => {
        if (!totp) return
        answer.clear()
        await beginAgain(user.userId, totp)
        await refresh()
      }),
  }
}

export type Enrollment = ReturnType<typeof useEnrollment>
