import { Button } from '@mantine/core'
import { IconDeviceDesktopOff, IconEye, IconLock } from '@tabler/icons-react'
import type { Totp } from '../../../shared/model/totp'
import type { UserDetail } from '../../../shared/model/user'
import { Panel } from '../../components/panel'
import { identityLabel } from '../../words/identity'
import { firstNameOf } from '../../words/names'
import { timeOfDay } from '../../words/times'
import classes from './enroll.module.css'
import type { Enrollment } from './use-enrollment'

/** What the person sees just now, and what helps when a code is refused. */
export function SidePanel({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const name = firstNameOf(user.name)
  const { stage } = enrollment
  if (stage === 'identify') return <WhatComes name={name} />
  if (stage === 'expired') return <WhatStays />
  if (stage === 'done') return enrollment.totp ? <WhatWasDone totp={enrollment.totp} /> : null
  return (
    <Panel title={`On ${name}’s screen now`} className={classes.side}>
      <NowShown name={name} enrollment={enrollment} />
      <SideActs name={name} enrollment={enrollment} />
      {stage === 'verify' || stage === 'again' ? (
        <>
          <hr className={classes.rule} />
          <h2>If a code is refused</h2>
          <p className="small">
            <b>Ask whether the phone’s clock is set to automatic.</b>{' '}
            <span className="muted">
              We look 10 minutes either way and tell you what we see. Nothing outside the window is ever accepted.
            </span>
          </p>
        </>
      ) : null}
    </Panel>
  )
}

const shown = {
  qr: ['QR, key and code box', 'hidden on this side'],
  code: ['The code box', 'no secret on it'],
  codes: ['Ten recovery codes', 'hidden on this side'],
  nothing: ['No secret', 'it tells the person what comes next'],
} as const

function NowShown({ name, enrollment }: { name: string; enrollment: Enrollment }) {
  const { personScreen, revealed } = enrollment
  if (!personScreen.open) {
    return (
      <div className={classes.preview}>
        {revealed ? (
          <IconEye size={18} stroke={1.75} aria-hidden="true" />
        ) : (
          <IconDeviceDesktopOff size={18} stroke={1.75} aria-hidden="true" />
        )}
        <div className="strong">{revealed ? 'Shown on this screen' : 'Nothing'}</div>
        <div className="small muted">{revealed ? 'written to the audit log' : `${name}’s screen is not open`}</div>
      </div>
    )
  }
  const [what, note] = shown[personScreen.showing]
  return (
    <div className={classes.preview}>
      <IconLock size={18} stroke={1.75} aria-hidden="true" />
      <div className="strong">{what}</div>
      <div className="small muted">{personScreen.problem ?? note}</div>
    </div>
  )
}

/** The ways back to the QR, while a first code is awaited. In the show step they are in the middle. */
function SideActs({ name, enrollment }: { name: string; enrollment: Enrollment }) {
  const { stage, personScreen } = enrollment
  if (stage !== 'verify') return null
  return (
    <>
      {personScreen.open && personScreen.showing !== 'nothing' ? null : (
        <Button fullWidth onClick={() => enrollment.openPersonScreen()}>
          Open {name}’s screen
        </Button>
      )}
      <Button
        fullWidth
        onClick={() => {
          enrollment.backToQr()
          if (!enrollment.revealed) enrollment.showHere()
        }}
      >
        {enrollment.revealed ? 'Back to the QR' : 'Show here instead'}
      </Button>
      <p className="small muted">Showing it here is written to the audit log with your name.</p>
    </>
  )
}

function WhatComes({ name }: { name: string }) {
  return (
    <Panel title="What comes" className={classes.side}>
      <ol className={classes.list}>
        <li>{name} scans a QR with an authenticator app, on a screen of their own.</li>
        <li>Two codes in a row show that the phone and the desk agree.</li>
        <li>Ten recovery codes go home on paper.</li>
      </ol>
      <hr className={classes.rule} />
      <p className="small muted">
        You can pause at any step and come back: it goes on where it stopped, until the QR runs out.
      </p>
    </Panel>
  )
}

function WhatStays() {
  return (
    <Panel title="What stays" className={classes.side}>
      <p className="small muted">
        The identity check, the device’s name and what happened so far. Only the QR code and its key are new.
      </p>
    </Panel>
  )
}

/** The enrollment as it is kept: the same facts as in the audit log. */
function WhatWasDone({ totp }: { totp: Totp }) {
  const at = (timeMs: number | null) => (timeMs === null ? 'Skipped' : timeOfDay(timeMs))
  const facts = [
    ['Identity', totp.identityCheck ? identityLabel(totp.identityCheck.kind) : 'Not recorded'],
    ['Device', totp.label ?? 'No name'],
    ['First code', at(totp.activatedAt)],
    ['Next code', at(totp.verifiedAgainAt)],
    ['Handed over', at(totp.handedOverAt)],
  ]
  return (
    <Panel title="What was done" className={classes.side}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
