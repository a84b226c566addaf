import { Button } from '@mantine/core'
import { IconDeviceMobile, IconDeviceMobileOff } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Totp } from '../../../shared/model/totp'
import type { UserDetail } from '../../../shared/model/user'
import { Panel } from '../../components/panel'
import { useDeskNow } from '../../data/clock'
import { paths } from '../../data/paths'
import { usePermissions } from '../../data/permissions'
import { algorithmLabel } from '../../words/parameters'
import { clockTime, dateInWords } from '../../words/times'
import { PassLine } from './passes/pass-line'
import classes from './person.module.css'
import { PersonSessions } from './person-sessions'
import { CodeUsage } from './recovery/code-usage'
import { RedeemDialog } from './recovery/redeem-dialog'
import { ReplaceDialog } from './recovery/replace-dialog'

interface AuthenticatorPanelProps extends CarriedCode {
  user: UserDetail
}

interface CarriedCode {
  /** A recovery code that was typed elsewhere: the dialog opens with it. */
  carried: string | null
  onCarriedEnd: () => void
}

/** What the person holds: authenticator, recovery codes, a pass, sessions. */
export function AuthenticatorPanel({ user, ...carriedCode }: AuthenticatorPanelProps) {
  const may = usePermissions()
  return (
    <Panel label="Authenticator, recovery codes and sessions" className={classes.side}>
      <h2>Authenticator</h2>
      <Device user={user} mayAct={may.act} />
      <hr />
      <h2>Recovery codes</h2>
      <RecoveryPart user={user} mayAct={may.act} {...carriedCode} />
      {user.pass ? (
        <>
          <hr />
          <h2>Temporary pass</h2>
          <PassLine user={user} pass={user.pass} mayAct={may.act} />
        </>
      ) : null}
      <hr />
      <h2>Sessions</h2>
      <PersonSessions userId={user.userId} mayAct={may.act} />
    </Panel>
  )
}

function Device({ user, mayAct }: { user: UserDetail; mayAct: boolean }) {
  const { totp } = user
  if (!totp || totp.status === 'revoked') {
    return (
      <div className={classes.device}>
        <IconDeviceMobileOff size={16} stroke={1.75} aria-hidden="true" />
        <div className="muted">{totp ? 'Revoked. None is in its place.' : 'None yet.'}</div>
      </div>
    )
  }
  const unfinished = totp.status === 'active' && totp.handedOverAt === null
  return (
    <>
      <div className={classes.device}>
        <IconDeviceMobile size={16} stroke={1.75} aria-hidden="true" />
        <div>
          <div className="strong">{totp.label ?? 'Authenticator app'}</div>
          <div className={`small muted ${classes.deviceFacts}`}>{parametersLine(totp)}</div>
        </div>
      </div>
      {unfinished && mayAct ? (
        <div className={classes.unfinished}>
          <span>The enrollment is not finished.</span>
          <Link href={paths.enroll(user.userId)}>Continue enrolling</Link>
        </div>
      ) : null}
    </>
  )
}

function parametersLine(totp: Totp): string {
  const since = {
    active: `Active since ${dateInWords(totp.activatedAt ?? totp.createdAt)}`,
    pending: 'Waiting for its first code',
    expired: 'QR expired',
    revoked: 'Revoked',
  }[totp.status]
  return `${since}, ${algorithmLabel(totp.algorithm)}, ${totp.digits}\u00a0digits, ${totp.period}\u00a0s`
}

function RecoveryPart({ user, mayAct, carried, onCarriedEnd }: CarriedCode & { user: UserDetail; mayAct: boolean }) {
  const [open, setOpen] = useState<'redeem' | 'replace' | null>(null)
  const now = useDeskNow(60_000)
  const { recovery } = user
  const active = user.totp?.status === 'active'
  const acts = mayAct && user.status === 'active'
  return (
    <>
      {recovery ? (
        <>
          <CodeUsage recovery={recovery} />
          <div className="small">
            <b data-low={recovery.left <= 3 || undefined} className={classes.left}>
              {recovery.left} of {recovery.total} left.
            </b>{' '}
            <span className="muted">
              {recovery.lastUsedAt ? `Last used ${clockTime(recovery.lastUsedAt, now)}` : 'None used yet'}
            </span>
          </div>
        </>
      ) : (
        <div className="small muted">
          {active ? 'None yet. Make a set and hand it over.' : 'They come with the authenticator.'}
        </div>
      )}
      {acts && (recovery || active) ? (
        <div className={classes.buttons}>
          {recovery ? <Button onClick={() => setOpen('redeem')}>Redeem a code</Button> : null}
          {active ? (
            <Button variant={recovery ? 'subtle' : 'default'} onClick={() => setOpen('replace')}>
              {recovery ? 'Replace the set' : 'Make ten codes'}
            </Button>
          ) : null}
        </div>
      ) : null}
      <RedeemDialog
        user={user}
        opened={open === 'redeem' || carried !== null}
        typed={carried ?? ''}
        onClose={() => {
          setOpen(null)
          onCarriedEnd()
        }}
        onReplace={() => {
          setOpen('replace')
          onCarriedEnd()
        }}
      />
      <ReplaceDialog user={user} opened={open === 'replace'} onClose={() => setOpen(null)} />
    </>
  )
}
