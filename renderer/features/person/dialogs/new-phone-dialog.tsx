import { Modal } from '@mantine/core'
import { useLocation } from 'wouter'
import type { UserDetail } from '../../../../shared/model/user'
import { IdentifyForm } from '../../../components/identify/identify-form'
import { useWasOpened } from '../../../components/use-was-opened'
import { paths } from '../../../data/paths'

interface NewPhoneDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
}

/** New phone or lost phone as one act: what happened, who it is, the old one stops, the new QR comes. */
export function NewPhoneDialog({ user, opened, onClose }: NewPhoneDialogProps) {
  const [, navigate] = useLocation()
  const everOpened = useWasOpened(opened)
  return (
    <Modal opened={opened} onClose={onClose} title={`A new phone for ${user.name}`} size={640} keepMounted={everOpened}>
      <IdentifyForm
        user={user}
        replacing
        onCancel={onClose}
        onBegun={() => {
          onClose()
          navigate(paths.enroll(user.userId))
        }}
      />
    </Modal>
  )
}
