// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { IdentifyForm } from '../../../../renderer/components/identify/identify-form'
import { closeClockConfirm, useClockConfirm } from '../../../../renderer/data/clock-confirm-store'
import { keys, queryClient } from '../../../../renderer/data/query-client'
import { StageExpired } from '../../../../renderer/features/enroll/stage-expired'
import { StageShow } from '../../../../renderer/features/enroll/stage-show'
import { StageVerify } from '../../../../renderer/features/enroll/stage-verify'
import type { Enrollment } from '../../../../renderer/features/enroll/use-enrollment'
import { nextStepOf } from '../../../../renderer/features/person/next-step'
import { GivePassDialog } from '../../../../renderer/features/person/passes/give-pass-dialog'
import { RedeemDialog } from '../../../../renderer/features/person/recovery/redeem-dialog'
import { ExtendSession } from '../../../../renderer/features/sessions/extend-session'
import type { Session } from '../../../../shared/model/session'
import type { UserDetail } from '../../../../shared/model/user'
import { show } from '../../../support/page'

const now = Date.UTC(2026, 10, 22, 10)
const user = {
  userId: 'user-live-mara',
  name: 'Mara Lind',
  status: 'active',
  lock: null,
  totp: null,
  pass: null,
  codeThrottle: { failures: 0 },
  recoveryThrottle: { failures: 0 },
} as unknown as UserDetail
const session = { sessionId: 'session-live-1', userName: user.name, expiresAt: now } as Session
const enrollment = {
  revealed: null,
  answer: { answer: null, busy: false, error: null, clear: () => undefined },
  personScreen: { open: false, typed: 0 },
  totp: null,
  lastAccepted: null,
} as unknown as Enrollment
const nothing = () => undefined

function clock(blocked: boolean): void {
  const verdict = blocked ? 'jumped_back' : 'steady'
  queryClient.setQueryData(keys.clock, { now, verdict, blocked, highestSeen: now, timeZone: 'UTC', virtual: false })
  queryClient.setQueryData(keys.settings, { expirationMinutes: 60, window: 1 })
}

afterEach(closeClockConfirm)

/** Every place where an act would be refused, and the control that does it. */
const places: [string, ReactNode, () => HTMLElement][] = [
  [
    'identifying a person',
    <IdentifyForm key="" user={user} replacing={false} onBegun={nothing} />,
    () => screen.getByRole('button', { name: 'It is Mara. Go on' }),
  ],
  [
    'a new phone',
    <IdentifyForm key="" user={user} replacing onBegun={nothing} />,
    () => screen.getByRole('button', { name: 'Stop the old one and go on' }),
  ],
  [
    'giving a pass',
    <GivePassDialog key="" user={user} opened onClose={nothing} />,
    () => screen.getByRole('button', { name: 'Give the pass' }),
  ],
  [
    'redeeming a recovery code',
    <RedeemDialog key="" user={user} opened onClose={nothing} onReplace={nothing} />,
    () => screen.getByRole('button', { name: 'Redeem' }),
  ],
  [
    'extending a session',
    <ExtendSession key="" session={session} opened onClose={nothing} />,
    () => screen.getByRole('button', { name: 'Extend' }),
  ],
  [
    'opening the person’s screen',
    <StageShow key="" user={user} enrollment={enrollment} />,
    () => screen.getByRole('button', { name: 'Open Mara’s screen' }),
  ],
  [
    'showing the QR here',
    <StageShow key="" user={user} enrollment={enrollment} />,
    () => screen.getByRole('button', { name: 'Show here instead' }),
  ],
  [
    'a first code',
    <StageVerify key="" user={user} enrollment={enrollment} second={false} />,
    () => screen.getByLabelText('Code from Mara’s app'),
  ],
  [
    'a new QR',
    <StageExpired key="" user={user} enrollment={enrollment} />,
    () => screen.getByRole('button', { name: 'Show a new QR' }),
  ],
]

describe('while the clock is held back', () => {
  it.each(places)(
    '%s cannot be started: the reason and the way out stand beside it',
    async (_what, element, control) => {
      clock(true)
      show(element)
      expect(control()).toHaveProperty('disabled', true)
      expect(screen.getByText(/This computer’s clock went back\./)).toBeTruthy()
      await userEvent.setup().click(screen.getByRole('button', { name: 'Confirm the time' }))
      expect(useClockConfirm.getState().opened).toBe(true)
      clock(false)
      await waitFor(() => expect(screen.queryByRole('button', { name: 'Confirm the time' })).toBeNull())
    },
  )

  it.each(places)('nothing of it is said of %s while the clock runs', (_what, element) => {
    clock(false)
    show(element)
    expect(screen.queryByText(/clock went back/)).toBeNull()
  })
})

describe('a person’s page', () => {
  const totp = (status: string) => ({ status, expiresAt: now + 60_000 })
  const may = { act: true, unlock: true }

  it.each([null, totp('active'), totp('pending'), totp('expired'), totp('revoked')])(
    'leads to the clock and not to a code or an enrollment, whatever there is: %j',
    (one) => {
      const person = { ...user, totp: one } as unknown as UserDetail
      expect(nextStepOf(person, now, may, true)).toMatchObject({
        act: { kind: 'confirmClock', label: 'Confirm the time' },
        passWorks: false,
      })
      expect(nextStepOf(person, now, may, false)?.act?.kind).not.toBe('confirmClock')
    },
  )

  it('leads first to what works all the same: unlocking and reactivating', () => {
    const locked = { ...user, lock: { until: now + 60_000 } }
    expect(nextStepOf(locked, now, may, true)?.act?.kind).toBe('unlock')
    expect(nextStepOf({ ...user, status: 'deactivated' }, now, may, true)?.act?.kind).toBe('reactivate')
  })
})
