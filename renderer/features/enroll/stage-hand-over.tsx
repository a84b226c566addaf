import { Button, Checkbox } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useLayoutEffect, useState } from 'react'
import type { UserDetail } from '../../../shared/model/user'
import { ErrorNote } from '../../components/error-note'
import { FreshSetView } from '../../components/recovery-sheet/fresh-set'
import type { FreshSet } from '../../components/recovery-sheet/recovery-sheet'
import { useDeskNow } from '../../data/clock'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { firstNameOf } from '../../words/names'
import { clockTime } from '../../words/times'
import classes from './enroll.module.css'
import type { Enrollment } from './use-enrollment'

/** Fifth step: ten recovery codes, shown once, and the enrollment is finished. */
export function StageHandOver({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const name = firstNameOf(user.name)
  const { tell } = enrollment
  const [set, setSet] = useState<FreshSet | null>(null)
  const [across, setAcross] = useState(false)
  const [saved, setSaved] = useState(false)
  const replace = useAct(
    async (onOtherScreen: boolean) => ({ made: await desk.recovery.replace({ userId: user.userId }), onOtherScreen }),
    ({ made, onOtherScreen }) => {
      setSet(made)
      setSaved(false)
      setAcross(onOtherScreen)
      if (onOtherScreen) tell({ kind: 'codes', codes: made.recoveryCodes })
    },
  )

  // Leaving this step takes the codes off the person's screen, before the channel itself closes.
  useLayoutEffect(() => () => tell({ kind: 'hide' }), [tell])

  return (
    <>
      <h2 className={classes.heading}>Hand over the recovery codes</h2>
      <p className={classes.lead}>
        {set
          ? `Each can be used once in place of ${name}’s phone. They are not shown again.`
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
          personScreen={enrollment.personScreen.open}
          busy={replace.busy}
          make={replace.run}
          saved={saved}
          onSaved={setSaved}
        />
      )}
      <ErrorNote error={replace.error} />
      {set || user.recovery ? (
        <div className={classes.actions}>
          <Button
            variant="filled"
            data-tour="finish"
            disabled={!saved}
            loading={enrollment.busy}
            onClick={enrollment.finish}
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
  /** Whether the person's screen is open. */
  personScreen: boolean
  busy: boolean
  make: (onOtherScreen: boolean) => void
  saved: boolean
  onSaved: (saved: boolean) => void
}

/** Before the codes are there, or when the page was left after they were shown. */
function MakeCodes({ user, personScreen, busy, make, saved, onSaved }: MakeCodesProps) {
  const name = firstNameOf(user.name)
  const { recovery } = user
  const now = useDeskNow(60_000)
  if (recovery) {
    return (
      <>
        <p>
          Ten codes were made at {clockTime(recovery.createdAt, now)} and shown once. If {name} does not have them, make
          a new set; the old one stops at once.
        </p>
        <Checkbox
          label={`${user.name} has saved these codes`}
          checked={saved}
          onChange={(event) => onSaved(event.currentTarget.checked)}
        />
        <div className={classes.start}>
          {personScreen ? <Button onClick={() => make(true)}>New set on {name}’s screen</Button> : null}
          <Button onClick={() => make(false)}>New set here</Button>
        </div>
      </>
    )
  }
  return (
    <div className={classes.start}>
      {personScreen ? (
        <Button variant="filled" loading={busy} onClick={() => make(true)}>
          Show them on {name}’s screen
        </Button>
      ) : null}
      <Button
        data-tour="make-codes"
        variant={personScreen ? 'default' : 'filled'}
        loading={busy && !personScreen}
        onClick={() => make(false)}
      >
        {personScreen ? 'Show them here' : 'Make ten codes and show them here'}
      </Button>
    </div>
  )
}
