import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { DialogActions, DialogBody, DialogForm } from '../../../components/dialog/dialog-form'
import { FreshSetView } from '../../../components/recovery-sheet/fresh-set'
import type { FreshSet } from '../../../components/recovery-sheet/recovery-sheet'
import { desk } from '../../../data/transport'
import { useAct } from '../../../data/use-act'
import { firstNameOf } from '../../../words/names'
import { counted } from '../../../words/times'

interface ReplaceDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
}

/** Asks, makes a new set and shows it once. The dialog stays until the codes are said to be saved. */
export function ReplaceDialog({ user, opened, onClose }: ReplaceDialogProps) {
  const [set, setSet] = useState<FreshSet | null>(null)
  const [saved, setSaved] = useState(false)
  const close = () => {
    if (set && !saved) return
    onClose()
    setSet(null)
    setSaved(false)
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={set ? `New recovery codes for ${user.name}` : 'Replace the set?'}
      size={set ? 620 : 440}
      closeOnClickOutside={!set}
      closeOnEscape={!set || saved}
      withCloseButton={!set || saved}
    >
      {set ? (
        <DialogBody>
          <FreshSetView set={set} user={user} saved={saved} onSaved={setSaved} />
          <DialogActions>
            <Button variant="filled" disabled={!saved} onClick={close}>
              Done
            </Button>
          </DialogActions>
        </DialogBody>
      ) : (
        <AskFirst user={user} onClose={close} onMade={setSet} />
      )}
    </Modal>
  )
}

interface AskFirstProps extends Pick<ReplaceDialogProps, 'user' | 'onClose'> {
  onMade: (set: FreshSet) => void
}

function AskFirst({ user, onClose, onMade }: AskFirstProps) {
  const left = user.recovery?.left ?? 0
  const name = firstNameOf(user.name)
  const { run, busy, error } = useAct(() => desk.recovery.replace({ userId: user.userId }), onMade)
  return (
    <DialogForm
      onSubmit={() => run()}
      error={error}
      actions={
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={busy} data-autofocus>
            Make ten new codes
          </Button>
        </DialogActions>
      }
    >
      <p>
        {left > 0
          ? `${name} gets ten new codes. The ${counted(left, 'code')} left on the old sheet stop at once.`
          : `${name} gets ten new codes.`}{' '}
        The new ones are shown once.
      </p>
    </DialogForm>
  )
}
