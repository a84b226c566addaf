// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { NewPhoneDialog } from '../../../../renderer/features/person/dialogs/new-phone-dialog'
import { RedeemDialog } from '../../../../renderer/features/person/recovery/redeem-dialog'
import { PassForm } from '../../../../renderer/features/person/verify/pass-form'
import { VerifyPanel } from '../../../../renderer/features/person/verify/verify-panel'
import type { UserDetail } from '../../../../shared/model/user'
import type { RefusalReason } from '../../../../shared/model/verification'
import { show } from '../../../support/page'
import { answer, calls } from '../../../support/page-setup'

const mara = {
  userId: 'user-1',
  name: 'Mara Lindqvist',
  totp: { digits: 6, period: 30 },
  recovery: { left: 9, total: 10, positionsUsed: [] },
  pass: null,
  drift: null,
} as unknown as UserDetail

const refuse = (name: string, reason: RefusalReason) => answer(name, () => ({ outcome: 'refused', reason }))
const sent = (name: string) => calls.filter((call) => call.name === name).length
const result = (headline: string) => waitFor(() => expect(screen.getByTestId('result').textContent).toContain(headline))
const redeemBox = () => screen.getByLabelText<HTMLInputElement>(/^Recovery code of Mara/)

function Redeem() {
  const [opened, setOpened] = useState(true)
  return (
    <>
      <button type="button" onClick={() => setOpened(true)}>
        Open
      </button>
      <RedeemDialog user={mara} opened={opened} onClose={() => setOpened(false)} onReplace={() => undefined} />
    </>
  )
}

describe('text that was judged and not changed', () => {
  it.each(['wrong_code', 'malformed', 'already_used', 'totp_code_in_recovery_box'] as const)(
    'is not sent again from Redeem after %s, and is when it changes',
    async (reason) => {
      refuse('recovery.redeem', reason)
      const user = userEvent.setup()
      show(<Redeem />)
      await user.type(redeemBox(), '8F3K-7Q2M-9XW4-T6BN{Enter}')
      await waitFor(() => expect(screen.getByTestId('result')).toBeTruthy())
      await user.type(redeemBox(), '{Enter}{Enter}')
      expect(sent('recovery.redeem')).toBe(1)
      await user.type(redeemBox(), 'X{Enter}')
      await waitFor(() => expect(sent('recovery.redeem')).toBe(2))
    },
  )

  it('is not sent again from the pass box', async () => {
    refuse('passes.redeem', 'wrong_code')
    const user = userEvent.setup()
    show(<PassForm user={mara} />)
    await user.type(screen.getByLabelText('Temporary pass'), '8F3KQ-7Q2MB-9XW4T{Enter}')
    await result('Wrong pass')
    await user.keyboard('{Enter}')
    expect(sent('passes.redeem')).toBe(1)
  })

  it('is not sent again from the code box, by Enter or by a paste of the same', async () => {
    refuse('verification.submit', 'wrong_code')
    const user = userEvent.setup()
    show(<VerifyPanel user={mara} onRecoveryCode={() => undefined} />)
    const box = screen.getByLabelText('Code from Mara Lindqvist’s app')
    await user.type(box, '481052')
    await result('Wrong code')
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000)
    await user.type(box, '{Enter}')
    fireEvent.paste(box, { clipboardData: { getData: () => '481 052' } })
    vi.restoreAllMocks()
    expect(sent('verification.submit')).toBe(1)
    fireEvent.paste(box, { clipboardData: { getData: () => '481053' } })
    await waitFor(() => expect(sent('verification.submit')).toBe(2))
  })

  it('is sent again where nothing of it was looked at', async () => {
    refuse('recovery.redeem', 'throttled')
    const user = userEvent.setup()
    show(<Redeem />)
    await user.type(redeemBox(), '8F3K-7Q2M-9XW4-T6BN{Enter}')
    await result('Try again')
    await user.type(redeemBox(), '{Enter}')
    await waitFor(() => expect(sent('recovery.redeem')).toBe(2))
  })
})

describe('redeeming', () => {
  const accept = () =>
    answer('recovery.redeem', () => ({ outcome: 'accepted', position: 2, left: 8, low: false, at: 0 }))

  it('is done with Enter after the code was accepted, and begins empty at the next opening', async () => {
    accept()
    const user = userEvent.setup()
    show(<Redeem />)
    await user.type(redeemBox(), '8F3K-7Q2M-9XW4-T6BN{Enter}')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Done' })).toBeTruthy())
    await user.type(redeemBox(), '{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent('recovery.redeem')).toBe(1)
    await user.click(screen.getByRole('button', { name: 'Open' }))
    expect(redeemBox().value).toBe('')
  })

  it('begins empty after Escape as well', async () => {
    accept()
    const user = userEvent.setup()
    show(<Redeem />)
    await user.type(redeemBox(), '8F3K-7Q2M-9XW4-T6BN{Enter}')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Done' })).toBeTruthy())
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(screen.getByRole('button', { name: 'Open' }))
    expect(redeemBox().value).toBe('')
  })
})

describe('what belongs in another box', () => {
  it('is taken from the code box to where it is redeemed, by one click', async () => {
    refuse('verification.submit', 'recovery_code_in_code_box')
    const onRecoveryCode = vi.fn()
    const user = userEvent.setup()
    show(<VerifyPanel user={mara} onRecoveryCode={onRecoveryCode} />)
    const box = screen.getByLabelText<HTMLInputElement>('Code from Mara Lindqvist’s app')
    await user.click(box)
    await user.paste('8F3K-7Q2M-9XW4-T6BN')
    await user.click(await screen.findByRole('button', { name: 'Redeem this recovery code' }))
    expect(onRecoveryCode.mock.calls).toEqual([['8F3K7Q2M9XW4T6BN']])
    expect(box.value).toBe('')
  })

  it('is taken from the code box to the pass box, by one click', async () => {
    refuse('verification.submit', 'pass_in_code_box')
    const user = userEvent.setup()
    show(<VerifyPanel user={mara} onRecoveryCode={() => undefined} />)
    await user.click(screen.getByLabelText('Code from Mara Lindqvist’s app'))
    await user.paste('8F3KQ-7Q2MB-9XW4T')
    await user.click(await screen.findByRole('button', { name: 'Verify this temporary pass' }))
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Temporary pass' }).value).toBe('8F3KQ7Q2MB9XW4T')
  })
})

describe('a new phone', () => {
  it('begins in its first question', async () => {
    show(<NewPhoneDialog user={mara} opened onClose={() => undefined} />)
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('radio', { name: /^New phone/ })))
  })
})
