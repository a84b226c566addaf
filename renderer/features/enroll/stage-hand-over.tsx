import { Button, Checkbox } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useLayoutEffect, useState } from 'react'
import type { UserDetail } from '../../../shared/model/user'
import { ErrorNote } from '../../components/error-note'
import { FreshSetView } from '../../components/recovery-sheet/fresh-set'
import type { FreshSet } from '../../components/recovery-sheet/recovery-sheet'
import { desk } from '../../data/transport'
import { firstNameOf } from '../../words/names'
import { clockTime } from '../../words/times'
import classes from './enroll.module.css'
import type { Enrollment } from './use-enrollment'

/** Fifth step: ten recovery codes, shown once, and the enrollment is finished. */
export function StageHandOver({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const name = firstNameOf(user.name)
  const [set, setSet] = useState<FreshSet | null>(null)
  const [across, setAcross] = useState(false)
  const [saved, setSaved] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  // Whoever leaves this step takes the codes off the other screen; before the channel itself closes.
  const { tell } = enrollment
  useLayoutEffect(() => () => tell({ kind: 'hide' }), [tell])

  async function make(onOtherScreen: boolean) {
    setBusy(true)
    setError(null)
    try {
      const made = await desk.recovery.replace({ userId: user.userId })
      setSet(made)
      setSaved(false)
      setAcross(onOtherScreen)
      if (onOtherScreen) enrollment.tell({ kind: 'codes', codes: made.recoveryCodes })
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  async function finish() {
    setBusy(true)
    await enrollment.finish()
    setBusy(false)
  }

  return (
    <>
      <h2 className={classes.heading}>Hand over the recovery codes</h2>
      <p className={classes.lead}>
        {set
          ? `Each stands in for ${name}’s phone once. They are not shown again.`
          : `Ten codes for the day the phone is gone. They are shown once, on ${name}’s screen or here, and can be printed.`}
      </p>
      {set ? (
        <FreshSetView
          set={set}
          user={user}
          saved={saved}
          onSaved={setSaved}
          instead={
            across ? (
              <div className={classes.hidden}>
                <IconEyeOff size={18} stroke={1.75} aria-hidden="true" />
                <div className="strong">Ten codes on {name}’s screen</div>
                <div className="small muted">hidden on this side</div>
                <Button variant="subtle" onClick={() => setAcross(false)}>
                  Show here
                </Button>
              </div>
            ) : undefined
          }
        />
      ) : (
        <MakeCodes
          user={user}
          facing={enrollment.facing.open}
          busy={busy}
          make={make}
          saved={saved}
          onSaved={setSaved}
        />
      )}
      <ErrorNote error={error} />
      {set || user.recovery ? (
        <div className={classes.actions}>
          <Button
            variant="filled"
            data-tour="finish"
            disabled={!saved}
            loading={busy && set !== null}
            onClick={() => void finish()}
          >
            Finish
          </Button>
        </div>
      ) : null}
    </>
  )
}

interface MakeCodesProps {
  user: UserDetail
  facing: boolean
  busy: boolean
  make: (onOtherScreen: boolean) => Promise<void>
  saved: boolean
  onSaved: (saved: boolean) => void
}

/** Before the codes are there, or when the page was left after they were shown. */
function MakeCodes({ user, facing, busy, make, saved, onSaved }: MakeCodesProps) {
  const name = firstNameOf(user.name)
  const { recovery } = user
  if (recovery) {
    return (
      <>
        <p>
          Ten codes were made at {clockTime(recovery.createdAt, Date.now())} and shown once. If {name} does not have
          them, make a new set; the old one stops at once.
        </p>
        <Checkbox
          label={`${user.name} has saved these codes`}
          checked={saved}
          onChange={(event) => onSaved(event.currentTarget.checked)}
        />
        <div className={classes.start}>
          {facing ? <Button onClick={() => void make(true)}>New set on {name}’s screen</Button> : null}
          <Button onClick={() => void make(false)}>New set here</Button>
        </div>
      </>
    )
  }
  return (
    <div className={classes.start}>
      {facing ? (
        <Button variant="filled" loading={busy} onClick={() => void make(true)}>
          Show them on {name}’s screen
        </Button>
      ) : null}
      <Button
        data-tour="make-codes"
        variant={facing ? 'default' : 'filled'}
        loading={busy && !facing}
        onClick={() => void make(false)}
      >
        {facing ? 'Show them here' : 'Make ten codes and show them here'}
      </Button>
    </div>
  )
}
