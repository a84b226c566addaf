import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Output } from '../../../../shared/contract/contract'
import type { IdentityCheck } from '../../../../shared/model/common'
import type { UserDetail } from '../../../../shared/model/user'
import { DialogActions, DialogBody, DialogForm } from '../../../components/dialog/dialog-form'
import { focusFirstInvalid } from '../../../components/focus-first'
import { IdentityFields, useIdentity } from '../../../components/identify/identity-fields'
import { useWasOpened } from '../../../components/use-was-opened'
import { useDeskNow } from '../../../data/clock'
import { desk } from '../../../data/transport'
import { useAct } from '../../../data/use-act'
import { firstNameOf } from '../../../words/names'
import { clockTime } from '../../../words/times'
import classes from './passes.module.css'

type Issued = Output<'passes.issue'>

interface GivePassDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
}

/** Gives a pass that works once, for a person without their phone. It is shown once, large. */
export function GivePassDialog({ user, opened, onClose }: GivePassDialogProps) {
  const [issued, setIssued] = useState<Issued | null>(null)
  const everOpened = useWasOpened(opened)
  const close = () => {
    onClose()
    setIssued(null)
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={issued ? `A pass for ${user.name}` : 'Give a temporary pass'}
      size={520}
      closeOnClickOutside={false}
      keepMounted={everOpened}
    >
      {issued ? (
        <ShownPass user={user} issued={issued} onClose={close} />
      ) : (
        <AskForPass user={user} onClose={onClose} onIssued={setIssued} />
      )}
    </Modal>
  )
}

/** In minutes. */
const lengths = [
  { value: 15, label: '15 min' },
  { value: 60, label: '1 h' },
  { value: 480, label: '8 h' },
  { value: 1440, label: '24 h' },
]

interface AskForPassProps {
  user: UserDetail
  onClose: () => void
  onIssued: (issued: Issued) => void
}

function AskForPass({ user, onClose, onIssued }: AskForPassProps) {
  const name = firstNameOf(user.name)
  const identity = useIdentity()
  const [minutes, setMinutes] = useState(60)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const noReason = reason.trim().length < 3 ? 'Give a reason of at least three characters.' : null
  const { run, busy, error } = useAct(
    (identityCheck: IdentityCheck) =>
      desk.passes.issue({ userId: user.userId, minutes, reason: reason.trim(), identityCheck }),
    onIssued,
  )

  function issue() {
    setAsked(true)
    if (identity.value && !noReason) run(identity.value)
    else focusFirstInvalid(form.current)
  }

  return (
    <DialogForm
      ref={form}
      onSubmit={issue}
      error={error}
      busy={busy}
      needsClock
      submitLabel="Give the pass"
      onCancel={onClose}
    >
      <p className="muted">
        For {name} without the phone. It works once, in the verify box
        {user.pass ? ', and takes the place of the pass given before' : ''}.
      </p>
      <IdentityFields identity={identity} error={asked && !identity.value ? 'Choose one.' : null} autoFocus />
      <TextInput
        label="Reason"
        placeholder="Such as: phone left at home"
        value={reason}
        maxLength={200}
        autoComplete="off"
        error={asked ? noReason : null}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.field}>
        <span className={classes.label} id="pass-length">
          Works for
        </span>
        <SegmentedControl aria-labelledby="pass-length" value={minutes} onChange={setMinutes} data={lengths} />
      </div>
    </DialogForm>
  )
}

function ShownPass({ user, issued, onClose }: { user: UserDetail; issued: Issued; onClose: () => void }) {
  const now = useDeskNow(10_000)
  const name = firstNameOf(user.name)
  return (
    <DialogBody>
      <div className={classes.pass} role="status" data-testid="pass">
        {issued.pass}
      </div>
      <p>
        <b>Works once, until {clockTime(issued.expiresAt, now)}.</b>{' '}
        <span className="muted">
          Read it to {name} or let {name} write it down: it is not shown again.
        </span>
      </p>
      <DialogActions>
        <Button variant="filled" onClick={onClose} autoFocus>
          {name} has it
        </Button>
      </DialogActions>
    </DialogBody>
  )
}
