import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { UserDetail } from '../../../shared/model/user'
import { ErrorNote } from '../../components/error-note'
import { Panel } from '../../components/panel'
import { beginAgain } from '../../data/begin-again'
import { useDeskClock, useDeskNow } from '../../data/clock'
import { openClockConfirm } from '../../data/clock-confirm-store'
import { paths } from '../../data/paths'
import { usePermissions } from '../../data/permissions'
import { useClockHeld } from '../../data/queries/desk'
import { useAct } from '../../data/use-act'
import { StatusDialog } from './dialogs/status-dialog'
import { UnlockDialog } from './dialogs/unlock-dialog'
import { type NextStep, nextStepOf } from './next-step'
import classes from './person.module.css'
import { PassForm } from './verify/pass-form'
import { VerifyPanel } from './verify/verify-panel'

/** The verify box or, where a code cannot be verified, what to do next. */
export function MainPanel({ user, onRecoveryCode }: { user: UserDetail; onRecoveryCode: (code: string) => void }) {
  const may = usePermissions()
  const held = useClockHeld()
  const canVerify = useDeskClock(1000, (now) => may.act && nextStepOf(user, now, may, held) === null)
  return canVerify ? <VerifyPanel user={user} onRecoveryCode={onRecoveryCode} /> : <WhatNext user={user} />
}

function WhatNext({ user }: { user: UserDetail }) {
  const may = usePermissions()
  const next = nextStepOf(user, useDeskNow(1000), may, useClockHeld())
  return (
    <Panel label="What comes next" className={classes.next}>
      {next ? <NextStepNote user={user} next={next} /> : <ReadOnlyNote user={user} />}
      {user.pass && may.act && next?.passWorks ? (
        <div className={classes.passBelow}>
          <PassForm user={user} alone={false} />
        </div>
      ) : null}
    </Panel>
  )
}

function NextStepNote({ user, next }: { user: UserDetail; next: NextStep }) {
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<'unlock' | 'status' | null>(null)
  const close = () => setOpen(null)
  const { Icon } = next

  const toEnrollment = () => navigate(paths.enroll(user.userId))
  const again = useAct(async () => user.totp && (await beginAgain(user.userId, user.totp)), toEnrollment)

  const act = {
    enroll: toEnrollment,
    again: () => again.run(),
    unlock: () => setOpen('unlock'),
    reactivate: () => setOpen('status'),
    confirmClock: openClockConfirm,
  }
  return (
    <div className={classes.nextBody}>
      <span className={classes.nextIcon} data-tone={next.tone}>
        <Icon size={24} stroke={1.75} aria-hidden="true" />
      </span>
      <h2 className={classes.nextTitle}>{next.title}</h2>
      <p className="muted">{next.sentence}</p>
      {next.act ? (
        <Button variant="filled" onClick={act[next.act.kind]}>
          {next.act.label}
        </Button>
      ) : null}
      <ErrorNote error={again.error} />
      <UnlockDialog user={user} opened={open === 'unlock'} onClose={close} />
      <StatusDialog user={user} opened={open === 'status'} onClose={close} />
    </div>
  )
}

/** An auditor reads; codes are for the help desk. */
function ReadOnlyNote({ user }: { user: UserDetail }) {
  return (
    <div className={classes.nextBody}>
      <h2 className={classes.nextTitle}>{user.name} is enrolled</h2>
      <p className="muted">Verifying a code takes an operator of the help desk. What happened is below.</p>
    </div>
  )
}
