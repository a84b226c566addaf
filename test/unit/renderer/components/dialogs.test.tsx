// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { ConfirmModal } from '../../../../renderer/components/dialog/confirm-modal'
import { queryClient } from '../../../../renderer/data/query-client'
import { useAct } from '../../../../renderer/data/use-act'
import { UnlockVault } from '../../../../renderer/features/unlock/unlock-vault'
import { DeskError } from '../../../../shared/errors'
import { show } from '../../../support/page'
import { answer, calls } from '../../../support/page-setup'

/** A promise that the test settles. */
function later() {
  let resolve: (value?: unknown) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

function showConfirm(props: Partial<Parameters<typeof ConfirmModal>[0]> = {}) {
  const onClose = vi.fn()
  const onConfirm = vi.fn(async (): Promise<unknown> => undefined)
  show(
    <ConfirmModal opened onClose={onClose} title="Remove Mara" confirmLabel="Remove" onConfirm={onConfirm} {...props}>
      Mara goes for good.
    </ConfirmModal>,
  )
  return { onClose, onConfirm, user: userEvent.setup() }
}
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })

describe('a dialog that asks first', () => {
  it('acts once, also on a double click, and closes when the desk has answered', async () => {
    const answered = later()
    const { onClose, onConfirm, user } = showConfirm()
    onConfirm.mockReturnValue(answered.promise)
    await user.dblClick(button('Remove'))
    expect(onConfirm).toHaveBeenCalledTimes(1)
    expect(onClose).not.toHaveBeenCalled()
    answered.resolve()
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1))
  })

  it('stays open with the refusal in the desk’s own words, and can be tried again', async () => {
    const { onClose, onConfirm, user } = showConfirm()
    onConfirm.mockRejectedValueOnce(new DeskError('disk_full', 'The disk is full. Nothing was saved.'))
    await user.click(button('Remove'))
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('The disk is full. Nothing was saved.'))
    expect(onClose).not.toHaveBeenCalled()
    await user.click(button('Remove'))
    await waitFor(() => expect(onClose).toHaveBeenCalled())
  })

  it('acts on Enter only once the name is typed, whatever its case and blanks', async () => {
    const { onConfirm, user } = showConfirm({ typeToConfirm: 'Mara Lindqvist' })
    const field = screen.getByLabelText('Type “Mara Lindqvist” to confirm')
    await user.type(field, 'Mara{Enter}')
    expect(button('Remove').disabled).toBe(true)
    fireEvent.submit(field)
    expect(onConfirm).not.toHaveBeenCalled()
    await user.clear(field)
    await user.type(field, ' mara  LINDQVIST {Enter}')
    expect(onConfirm).toHaveBeenCalledTimes(1)
  })

  it('closes without the act on Cancel', async () => {
    const { onClose, onConfirm, user } = showConfirm()
    await user.click(button('Cancel'))
    expect(onClose).toHaveBeenCalled()
    expect(onConfirm).not.toHaveBeenCalled()
  })
})

describe('an act at the desk', () => {
  function Redeem() {
    const { run } = useAct(async (code: string) => `redeemed ${code}`)
    return (
      <button type="button" onClick={() => run('8F3K-7Q2M')}>
        Redeem
      </button>
    )
  }

  it('keeps neither what went in nor what came out once it is done, while its button is still there', async () => {
    show(<Redeem />)
    await userEvent.click(button('Redeem'))
    await waitFor(() => expect(queryClient.getMutationCache().getAll()).toEqual([]))
  })
})

describe('unlocking', () => {
  it('says why it was refused, and puts the cursor back for the next try', async () => {
    answer('vault.unlock', () => {
      throw new DeskError('wrong_passphrase', 'That passphrase does not open this vault.')
    })
    const user = userEvent.setup()
    show(<UnlockVault />)
    const field = screen.getByLabelText<HTMLInputElement>('Passphrase')
    await user.type(field, 'wrong{Enter}')
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('does not open this vault'))
    expect(document.activeElement).toBe(field)

    answer('vault.unlock', () => ({ state: 'unlocked' }))
    await user.clear(field)
    await user.type(field, 'copper lamp river{Enter}')
    await waitFor(() => expect(calls.at(-1)?.input).toEqual({ passphrase: 'copper lamp river' }))
  })

  it('asks for the passphrase before it asks the desk', async () => {
    const user = userEvent.setup()
    show(<UnlockVault />)
    await user.click(button('Unlock'))
    expect(screen.getByRole('alert').textContent).toContain('Type the passphrase first.')
    expect(calls).toEqual([])
  })
})
