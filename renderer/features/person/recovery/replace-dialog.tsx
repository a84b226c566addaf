import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { ErrorNote } from '../../../components/error-note'
import { FreshSetView } from '../../../components/recovery-sheet/fresh-set'
import type { FreshSet } from '../../../components/recovery-sheet/recovery-sheet'
import { desk } from '../../../data/transport'
import { firstNameOf } from '../../../words/names'
import { counted } from '../../../words/times'
import classes from './recovery.module.css'

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
        <div className={classes.body}>
          <FreshSetView set={set} user={user} saved={saved} onSaved={setSaved} />
          <div className={classes.actions}>
            <Button variant="filled" disabled={!saved} onClick={close}>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <AskFirst user={user} onClose={close} onMade={setSet} />
      )}
    </Modal>
  )
}

function AskFirst({
  user,
  onClose,
  onMade,
}: Pick<ReplaceDialogProps, 'user' | 'onClose'> & { onMade: (set: FreshSet) => void }) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const left = user.recovery?.left ?? 0

  async function make() {
    setBusy(true)
    setError(null)
    try {
      onMade(await desk.recovery.replace({ userId: user.userId }))
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }

  return (
    <div className={classes.body}>
      <p>
        {left > 0
          ? `${firstNameOf(user.name)} gets ten new codes. The ${counted(left, 'code')} left on the old sheet stop at once.`
          : `${firstNameOf(user.name)} gets ten new codes.`}{' '}
        The new ones are shown once.
      </p>
      <ErrorNote error={error} />
      <div className={classes.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" loading={busy} onClick={() => void make()} data-autofocus>
          Make ten new codes
        </Button>
      </div>
    </div>
  )
}
