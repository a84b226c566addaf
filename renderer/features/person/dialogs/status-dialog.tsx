import type { UserDetail } from '../../../../shared/model/user'
import { ConfirmModal } from '../../../components/dialog/confirm-modal'
import { desk } from '../../../data/transport'
import { firstNameOf } from '../../../words/names'

interface StatusDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
}

/** Deactivates a person, or takes them back. */
export function StatusDialog({ user, opened, onClose }: StatusDialogProps) {
  const name = firstNameOf(user.name)
  const deactivating = user.status === 'active'
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={deactivating ? `Deactivate ${user.name}?` : `Reactivate ${user.name}?`}
      confirmLabel={deactivating ? 'Deactivate' : 'Reactivate'}
      danger={deactivating}
      onConfirm={() =>
        desk.users.update({ userId: user.userId, changes: { status: deactivating ? 'deactivated' : 'active' } })
      }
    >
      {deactivating
        ? `No code of ${name} is accepted from now on. The authenticator and the recovery codes are kept, and work again when ${name} is reactivated.`
        : `Codes of ${name} are accepted again, from the same authenticator.`}
    </ConfirmModal>
  )
}
