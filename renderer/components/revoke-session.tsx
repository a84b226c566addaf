import type { Session } from '../../shared/model/session'
import { keys, queryClient } from '../data/query-client'
import { desk } from '../data/transport'
import { ConfirmModal } from './dialog/confirm-modal'

interface RevokeSessionProps {
  session: Session
  opened: boolean
  onClose: () => void
}

/** Asks once before a session is ended. */
export function RevokeSession({ session, opened, onClose }: RevokeSessionProps) {
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={`Revoke the session of ${session.userName}?`}
      confirmLabel="Revoke"
      danger
      onConfirm={async () => {
        await desk.sessions.revoke({ sessionId: session.sessionId })
        await queryClient.invalidateQueries({ queryKey: keys.sessions })
      }}
    >
      Its tokens end now, and whatever program holds one must ask for a new code. A JWT that a program checks by itself
      passes for another five minutes at most.
    </ConfirmModal>
  )
}
