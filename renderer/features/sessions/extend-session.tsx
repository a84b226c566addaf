import { Button, Modal, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { type Session, sessionMinutesSchema } from '../../../shared/model/session'
import { DialogForm } from '../../components/dialog/dialog-form'
import { useDeskNow } from '../../data/clock'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { clockTime, timeLeft } from '../../words/times'
import classes from './sessions.module.css'

interface ExtendSessionProps {
  session: Session
  opened: boolean
  onClose: () => void
}

/** Minutes that are asked for most: an hour, a working day, a week. */
const usual = [60, 480, 10_080]

/** Lets an open session end later, or sooner, counted from now. */
export function ExtendSession({ session, opened, onClose }: ExtendSessionProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Extend the session of ${session.userName}`} size={440}>
      <ExtendForm session={session} onClose={onClose} />
    </Modal>
  )
}

function ExtendForm({ session, onClose }: Omit<ExtendSessionProps, 'opened'>) {
  const now = useDeskNow(1000)
  const [minutes, setMinutes] = useState<number | string>(60)
  const parsed = sessionMinutesSchema.safeParse(minutes)
  const { run, busy, error } = useAct(async (length: number) => {
    await desk.sessions.extend({ sessionId: session.sessionId, minutes: length })
    await queryClient.invalidateQueries({ queryKey: keys.sessions })
  }, onClose)

  return (
    <DialogForm
      onSubmit={() => parsed.success && run(parsed.data)}
      error={error}
      busy={busy}
      needsClock
      submitLabel="Extend"
      disabled={!parsed.success}
      onCancel={onClose}
    >
      <p className="muted">It now ends at {clockTime(session.expiresAt, now)}.</p>
      <NumberInput
        label="Minutes until it ends"
        description="5 minutes to 366 days"
        value={minutes}
        onChange={setMinutes}
        min={5}
        max={527_040}
        allowDecimal={false}
        allowNegative={false}
        error={parsed.success ? null : 'Between 5 and 527040 minutes.'}
        data-autofocus
      />
      <div className={classes.choices}>
        {usual.map((length) => (
          <Button key={length} variant="subtle" onClick={() => setMinutes(length)}>
            {timeLeft(length * 60_000)}
          </Button>
        ))}
      </div>
      <p role="status">{parsed.success ? `It will end at ${clockTime(now + parsed.data * 60_000, now)}.` : ''}</p>
    </DialogForm>
  )
}
