import type { UserDetail } from '../../../../shared/model/user'
import { ConfirmModal } from '../../../components/dialog/confirm-modal'
import { desk } from '../../../data/transport'
import { removedInWords, whatGoesInWords } from '../../../words/removal'

interface RemoveDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
  /** After the person is gone, with the sentence that says what went with them. */
  onRemoved: (sentence: string) => void
}

/** Asks for the person's name before they are removed, and says what goes with them. */
export function RemoveDialog({ user, opened, onClose, onRemoved }: RemoveDialogProps) {
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={`Remove ${user.name}`}
      confirmLabel="Remove"
      danger
      typeToConfirm={user.name}
      onConfirm={async () => onRemoved(removedInWords(await desk.users.remove({ userId: user.userId })))}
    >
      {whatGoesInWords(user)}
    </ConfirmModal>
  )
}
