import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract/contract'
import type { UserDetail } from '../../../shared/model/user'
import type { VerificationOutcome } from '../../../shared/model/verification'
import { useAnswer } from '../../components/code-result/use-answer'
import { beginAgain } from '../../data/begin-again'
import { useDeskNow } from '../../data/clock'
import { type Showing, useFacingChannel } from '../../data/facing-channel'
import { paths } from '../../data/paths'
import { keys } from '../../data/query-client'
import { desk } from '../../data/transport'
import { stageOf } from './steps'

/** What the operator's own screen shows of a secret, for the moment it does. */
export type Revealed = Output<'totps.reveal'>

/** How the screen turned to the person stands, as far as it told. */
export interface FacingState {
  open: boolean
  showing: Showing
  /** Digits in its code box. */
  typed: number
}
type Accepted = Extract<VerificationOutcome, { outcome: 'accepted' }>
const closed: FacingState = { open: false, showing: 'nothing', typed: 0 }

/** One enrollment on the operator's side: its stage, what was answered, and the screen across the desk. */
export function useEnrollment(user: UserDetail) {
  const client = useQueryClient()
  const totp = user.totp
  const totpId = totp?.totpId ?? null
  const [shownTotpId, setShown] = useState<string | null>(null)
  const [skippedTotpId, setSkipped] = useState<string | null>(null)
  const [finishedTotpId, setFinished] = useState<string | null>(null)
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const [facing, setFacing] = useState(closed)
  const [lastAccepted, setLastAccepted] = useState<Accepted | null>(null)
  const [error, setError] = useState<unknown>(null)
  const now = useDeskNow(1000)
  const stage = stageOf(totp, { shownTotpId, skippedTotpId, finishedTotpId }, now)
  const answer = useAnswer((code) => desk.verification.submit({ userId: user.userId, code }))
  const refresh = () => client.invalidateQueries({ queryKey: keys.user(user.userId) })

  const tell = useFacingChannel(totpId, (message) => {
    if (message.kind === 'here') {
      setFacing((before) => ({ ...before, open: true, showing: message.showing }))
      if (message.showing === 'qr') setShown(message.totpId)
    } else if (message.kind === 'typing') {
      if (message.count > 0) answer.clear()
      setFacing((before) => ({ ...before, open: true, typed: message.count }))
    } else if (message.kind === 'answered') {
      settle(message.outcome)
      answer.show(message.outcome)
    } else if (message.kind === 'gone') setFacing(closed)
  })

  // Nothing is known of the other screen until it answers.
  useEffect(() => {
    setFacing(closed)
    if (totpId !== null) tell({ kind: 'ask' })
  }, [totpId, tell])

  // A secret is gone with the stage that shows it, and with the totp it belongs to.
  useEffect(() => {
    if (stage !== 'show' && stage !== 'verify') setRevealed(null)
    else setRevealed((before) => (before?.totpId === totpId ? before : null))
  }, [stage, totpId])

  function settle(outcome: VerificationOutcome) {
    setFacing((before) => ({ ...before, typed: 0 }))
    if (outcome.outcome === 'accepted') {
      setRevealed(null)
      setLastAccepted(outcome)
    }
    void refresh()
  }

  async function submit(code: string) {
    const outcome = await answer.submit(code)
    if (!outcome) return null
    tell({ kind: 'outcome', outcome })
    settle(outcome)
    return outcome
  }

  async function run(act: () => Promise<void>) {
    setError(null)
    try {
      await act()
    } catch (refused) {
      setError(refused)
    }
  }

  return {
    totp,
    stage,
    now,
    facing,
    // Replaced from elsewhere, the old QR must not be scanned: not even for one more frame.
    revealed: revealed?.totpId === totpId ? revealed : null,
    error,
    answer,
    /** The newest good code of this enrollment, for the time until the next one comes. */
    lastAccepted: lastAccepted?.totpId === totpId ? lastAccepted : null,
    submit,
    tell,
    refresh,
    skipped: skippedTotpId === totpId && totp?.verifiedAgainAt === null,
    /** Opens the screen turned to the person, or brings it forward and has it show the QR again. */
    openFacing: () => {
      if (totpId === null) return false
      const opened = window.open(`#${paths.personScreen(totpId)}`, 'totp-desk-facing', 'popup,width=1100,height=760')
      tell({ kind: 'show' })
      return opened !== null
    },
    showHere: () =>
      run(async () => {
        if (totpId !== null) setRevealed(await desk.totps.reveal({ totpId, side: 'operator' }))
      }),
    /** The person has scanned what was shown on this screen. */
    scanned: () => setShown(totpId),
    backToQr: () => setShown(null),
    skip: () => {
      answer.clear()
      setSkipped(totpId)
    },
    finish: () =>
      run(async () => {
        if (totpId === null) return
        await desk.totps.handOver({ totpId })
        tell({ kind: 'hide' })
        setFinished(totpId)
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
