import { Button, Skeleton } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import type { UserDetail } from '../../../shared/model/user'
import { Avatar } from '../../components/avatar'
import { useDocumentTitle } from '../../components/document-title'
import { ErrorNote } from '../../components/error-note'
import { IdentifyForm } from '../../components/identify/identify-form'
import { Panel } from '../../components/panel'
import { Tag } from '../../components/tag'
import { useDeskNow } from '../../data/clock'
import { paths } from '../../data/paths'
import { useUser } from '../../data/queries/people'
import { checkedLine } from '../../words/identity'
import { shortlyKnownOf } from '../../words/known'
import { firstNameOf } from '../../words/names'
import { timeUntil } from '../../words/times'
import classes from './enroll.module.css'
import { SidePanel } from './side-panel'
import { StageDone } from './stage-done'
import { StageExpired } from './stage-expired'
import { StageHandOver } from './stage-hand-over'
import { StageShow } from './stage-show'
import { StageVerify } from './stage-verify'
import { StepBar } from './step-bar'
import { type Enrollment, useEnrollment } from './use-enrollment'

/** `/people/:userId/enroll`: one page, five steps, resumable. */
export function EnrollPage() {
  const { userId = '' } = useParams<{ userId: string }>()
  const user = useUser(userId)
  useDocumentTitle(user.data ? `Enroll ${user.data.name}` : 'Enroll')
  if (user.data) return <EnrollPerson user={user.data} />
  if (user.error) {
    return (
      <>
        <h1 className="visually-hidden">Enroll</h1>
        <ErrorNote error={user.error} action={<Link href={paths.people}>All people</Link>} />
      </>
    )
  }
  return (
    <div className={classes.page} aria-busy="true">
      <h1 className="visually-hidden">Enroll</h1>
      <Skeleton height={46} width={360} />
      <Skeleton height={40} />
      <Skeleton height={420} />
    </div>
  )
}

/** The state of the page belongs to one totp. A new one starts afresh, with the keyboard in its first step. */
function EnrollPerson({ user }: { user: UserDetail }) {
  const totpId = user.totp?.totpId ?? null
  const [firstTotpId] = useState(totpId)
  return <EnrollTotp key={totpId} user={user} takesFocus={totpId !== firstTotpId} />
}

function EnrollTotp({ user, takesFocus }: { user: UserDetail; takesFocus: boolean }) {
  const enrollment = useEnrollment(user)
  const stageRef = useFocusOnNewStage(enrollment.stage, takesFocus)
  return (
    <div className={classes.page}>
      <EnrollHeader user={user} enrollment={enrollment} />
      <StepBar stage={enrollment.stage} skipped={enrollment.skipped} />
      <div className={classes.columns}>
        <div ref={stageRef} data-tour="stage" tabIndex={-1} className={classes.stage}>
          <Panel label={stageLabels[enrollment.stage]} className={classes.main}>
            <CurrentStage user={user} enrollment={enrollment} />
            <ErrorNote error={enrollment.error} />
          </Panel>
        </div>
        <SidePanel user={user} enrollment={enrollment} />
      </div>
    </div>
  )
}

const stageLabels: Record<Enrollment['stage'], string> = {
  identify: 'Identify',
  show: 'Show',
  verify: 'Verify',
  again: 'Verify again',
  handOver: 'Hand over',
  expired: 'QR expired',
  done: 'Finished',
}

function EnrollHeader({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const [, navigate] = useLocation()
  const { totp, stage } = enrollment
  const now = useDeskNow(60_000)
  const begun = totp && stage !== 'identify'
  return (
    <div className={classes.header}>
      <Avatar name={user.name} size={40} />
      <div>
        <h1>Enroll {user.name}</h1>
        <div className="muted small">{begun ? checkedLine(totp, now) : shortlyKnownOf(user).join(' · ')}</div>
      </div>
      <div className={classes.headerEnd}>
        {begun && totp.status === 'pending' && stage !== 'expired' ? <TimeToFinish until={totp.expiresAt} /> : null}
        {stage === 'done' ? null : (
          <Button onClick={() => navigate(paths.person(user.userId))}>{begun ? 'Pause' : 'Cancel'}</Button>
        )}
      </div>
    </div>
  )
}

function TimeToFinish({ until }: { until: number }) {
  const now = useDeskNow(1000)
  return (
    <Tag tone="warn" icon={<IconClock size={14} stroke={2} aria-hidden="true" />}>
      {timeUntil(until, now)} left to finish
    </Tag>
  )
}

function CurrentStage({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const name = firstNameOf(user.name)
  switch (enrollment.stage) {
    case 'identify': {
      const replacing = enrollment.totp?.status === 'active'
      return (
        <>
          <h2 className={classes.heading}>
            {replacing ? `Replace ${name}’s authenticator` : `Who is in front of you?`}
          </h2>
          <p className={classes.lead}>
            {replacing
              ? `${name} has an authenticator that works. A new one takes its place.`
              : `Make sure it is ${user.name}. How you did is kept with the enrollment.`}
          </p>
          <div className={classes.form}>
            <IdentifyForm user={user} replacing={replacing} onBegun={() => void enrollment.refresh()} />
          </div>
        </>
      )
    }
    case 'show':
      return <StageShow user={user} enrollment={enrollment} />
    case 'verify':
    case 'again':
      return <StageVerify user={user} enrollment={enrollment} second={enrollment.stage === 'again'} />
    case 'handOver':
      return <StageHandOver user={user} enrollment={enrollment} />
    case 'expired':
      return <StageExpired user={user} enrollment={enrollment} />
    case 'done':
      return <StageDone user={user} enrollment={enrollment} />
  }
}

/** Each step starts with the keyboard in it, unless the step has put the focus somewhere itself. */
function useFocusOnNewStage(stage: Enrollment['stage'], takesFocus: boolean) {
  const element = useRef<HTMLDivElement>(null)
  const shown = useRef(takesFocus ? null : stage)
  useEffect(() => {
    if (shown.current === stage) return
    shown.current = stage
    if (element.current && !element.current.contains(document.activeElement)) element.current.focus()
  }, [stage])
  return element
}
