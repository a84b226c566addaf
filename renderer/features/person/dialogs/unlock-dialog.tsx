import { useState } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { ConfirmModal } from '../../../components/dialog/confirm-modal'
import { desk } from '../../../data/transport'
import { firstNameOf } from '../../../words/names'
import { ReasonField } from './reason-field'

interface UnlockDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
}

/** Clears a lock before its time. */
export function UnlockDialog({ user, opened, onClose }: UnlockDialogProps) {
  const [reason, setReason] = useState('')
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={`Unlock ${user.name}?`}
      confirmLabel="Unlock"
      onConfirm={async () => {
        await desk.users.unlock({ userId: user.userId, reason })
        setReason('')
      }}
    >
      <p>The failures are set back to none and codes of {firstNameOf(user.name)} are checked again.</p>
      <ReasonField value={reason} onChange={setReason} placeholder="Such as: wrong app, shown at the desk" />
    </ConfirmModal>
  )
}
