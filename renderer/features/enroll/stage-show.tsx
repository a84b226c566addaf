import { Button } from '@mantine/core'
import { IconDeviceDesktop } from '@tabler/icons-react'
import { useState } from 'react'
import type { UserDetail } from '../../../shared/model/user'
import { ClockHeldNote } from '../../components/clock-held-note'
import { QrPanel } from '../../components/qr/qr-panel'
import { useClockHeld } from '../../data/queries/desk'
import { firstNameOf } from '../../words/names'
import classes from './enroll.module.css'
import type { Enrollment } from './use-enrollment'

/** Second step: the QR, on the person's screen or, recorded, on this one. */
export function StageShow({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const name = firstNameOf(user.name)
  const [blocked, setBlocked] = useState(false)
  const held = useClockHeld()
  const { revealed } = enrollment
  if (revealed) {
    return (
      <>
        <h2 className={classes.heading}>{name} scans the QR code</h2>
        <p className={classes.lead}>Turn this screen to {name}. No one else should see it.</p>
        <QrPanel svg={revealed.qrSvg} secret={revealed.secret} name={user.name} />
        <div className={classes.actions}>
          <Button key="scanned" variant="filled" data-tour="scanned" autoFocus onClick={enrollment.scanned}>
            {name} has scanned it
          </Button>
        </div>
      </>
    )
  }
  return (
    <>
      <h2 className={classes.heading}>Show {name} the QR</h2>
      <p className={classes.lead}>
        It opens in a window of its own: move it to the display that faces {name}. QR code, key and code box are there,
        and this side never sees the key.
      </p>
      <div className={classes.screens} aria-hidden="true">
        <span>
          <IconDeviceDesktop size={48} stroke={1.25} />
          You
        </span>
        <span className={classes.wire} />
        <span>
          <IconDeviceDesktop size={64} stroke={1.25} />
          {name}
        </span>
      </div>
      <div className={classes.start}>
        <Button
          variant="filled"
          data-autofocus
          disabled={held}
          onClick={() => setBlocked(!enrollment.openPersonScreen())}
        >
          Open {name}’s screen
        </Button>
        <Button data-tour="show-here" disabled={held} onClick={enrollment.showHere}>
          Show here instead
        </Button>
      </div>
      <ClockHeldNote />
      <p className="small muted">Showing it here is written to the audit log with your name.</p>
      {blocked ? (
        <p className={classes.caution} role="alert">
          The browser kept the window closed. Allow pop-ups for this page, or show the QR here.
        </p>
      ) : null}
    </>
  )
}
