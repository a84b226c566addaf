import { useState } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { ConfirmModal } from '../../../components/dialog/confirm-modal'
import { desk } from '../../../data/transport'
import { firstNameOf } from '../../../words/names'
import { ReasonField } from './reason-field'

interface RevokeDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
}

/** Ends an authenticator without a new one in its place, such as for a stolen phone. */
export function RevokeDialog({ user, opened, onClose }: RevokeDialogProps) {
  const [reason, setReason] = useState('')
  const name = firstNameOf(user.name)
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={`Revoke ${name}’s authenticator?`}
      confirmLabel="Revoke"
      danger
      onConfirm={async () => {
        if (!user.totp) return
        await desk.totps.revoke({ totpId: user.totp.totpId, reason })
        setReason('')
      }}
    >
      <p>
        Its codes and the recovery codes stop at once. {name} can be enrolled again at any time, or given a temporary
        pass.
      </p>
      <ReasonField value={reason} onChange={setReason} placeholder="Such as: phone stolen on the train" />
    </ConfirmModal>
  )
}
