import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog/dialog-form'
import { setDeskClock, useDeskNow } from '../../data/clock'
import { closeClockConfirm, useClockConfirm } from '../../data/clock-confirm-store'
import { useClockStatus } from '../../data/queries/desk'
import { useOperator } from '../../data/queries/vault'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { dateAndTime, dateInWords, timeOfDay } from '../../words/times'
import classes from './clock-confirm.module.css'

/** Codes wait while the clock is in doubt; an admin who has looked at a watch ends that, with a reason. */
export function ClockConfirm() {
  const { opened } = useClockConfirm()
  return (
    <Modal opened={opened} onClose={closeClockConfirm} title="Is this the right time?" size={440}>
      <ClockQuestion />
    </Modal>
  )
}

function ClockQuestion() {
  const now = useDeskNow(1000)
  const clock = useClockStatus().data
  const [reason, setReason] = useState('')
  const mayConfirm = useOperator()?.role === 'admin'
  const { run, busy, error } = useAct(async () => {
    const { repaired: _, ...status } = await desk.clock.confirm({ reason })
    setDeskClock(status.now, performance.now())
    queryClient.setQueryData(keys.clock, status)
    await queryClient.invalidateQueries({ queryKey: keys.overview })
  }, closeClockConfirm)

  return (
    <DialogForm
      onSubmit={() => run()}
      error={error}
      busy={busy}
      submitLabel="The time is right"
      disabled={reason.trim().length < 3}
      onCancel={closeClockConfirm}
      cancelLabel="Not yet"
      actions={mayConfirm ? undefined : null}
    >
      <div>
        <div className={classes.time}>{timeOfDay(now)}</div>
        <div className="muted">
          {dateInWords(now)}, {clock?.timeZone}
        </div>
      </div>
      <p>
        The desk has seen {clock ? dateAndTime(clock.highestSeen) : 'a later time'} before, so codes are paused. Compare
        with a watch or a phone. If it is wrong, set the computer’s clock first.
      </p>
      {mayConfirm ? (
        <TextInput
          label="What happened"
          description="Written to the audit log with your name."
          placeholder="Set back by hand, compared with a phone"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={200}
          data-autofocus
        />
      ) : (
        <p>An admin can confirm it.</p>
      )}
    </DialogForm>
  )
}
