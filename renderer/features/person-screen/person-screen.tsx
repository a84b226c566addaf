import { IconCheck, IconClockOff, IconHandStop } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { KeyGroups } from '../../components/key-groups/key-groups'
import { QrImage } from '../../components/qr/qr-image'
import { RecoveryCodes } from '../../components/recovery-sheet/recovery-sheet'
import { firstNameOf } from '../../words/names'
import { CodeEntry } from './code-entry'
import { Issuer } from './issuer'
import classes from './person-screen.module.css'
import { type PersonScreenView, usePersonScreen } from './use-person-screen'

/** The person's screen: large, in their words, and with nothing of the desk on it. */
export function PersonScreen({ totpId }: { totpId: string }) {
  const view = usePersonScreen(totpId)
  useEffect(() => {
    document.title = 'Your authenticator'
  }, [])
  const main = useRef<HTMLElement>(null)
  // What had the focus may have gone with the stage: it never falls to the page.
  useEffect(() => {
    if (view.stage.kind !== 'waiting' && document.activeElement === document.body) main.current?.focus()
  }, [view.stage.kind])
  return (
    <main ref={main} tabIndex={-1} className={classes.screen}>
      <span className="visually-hidden" role="status">
        {spokenOf(view)}
      </span>
      {contentOf(view)}
    </main>
  )
}

/** What is said aloud when a code was accepted or the screen has nothing more to do. The place for it is there before: a new one is not read out. */
function spokenOf({ stage, facts }: PersonScreenView): string {
  const name = facts ? firstNameOf(facts.name) : ''
  if (stage.kind === 'next') return `Accepted. That worked, ${name}. Now the next code.`
  if (stage.kind === 'verified') return `Accepted. All set, ${name}. Your recovery codes come next.`
  if (stage.kind === 'thanks') return `Thank you, ${name}. Your authenticator works from now on.`
  if (stage.kind === 'expired') return 'This QR code has expired. The desk shows you a new one.'
  if (stage.kind === 'closed') return 'This screen is closed. Ask at the desk to open it again.'
  return ''
}

function contentOf(view: PersonScreenView): ReactNode {
  const { stage, facts } = view
  const name = facts ? firstNameOf(facts.name) : ''
  switch (stage.kind) {
    case 'waiting':
      return <Middle title="One moment." issuer={facts?.issuer} />
    case 'closed':
      return (
        <Middle icon={<IconHandStop size={44} stroke={1.5} aria-hidden="true" />} title="This screen is closed.">
          Ask at the desk to open it again.
        </Middle>
      )
    case 'expired':
      return (
        <Middle
          icon={<IconClockOff size={44} stroke={1.5} aria-hidden="true" />}
          title="This QR code has expired."
          issuer={facts?.issuer}
        >
          It does not work any more. The desk shows you a new one.
        </Middle>
      )
    case 'qr':
      return (
        <div className={classes.split}>
          <div>
            <div className={classes.qr}>
              <QrImage svg={stage.revealed.qrSvg} name={facts?.name ?? ''} />
            </div>
            <div className={classes.key}>
              <p className={classes.quiet}>Can’t scan? Type this key</p>
              <KeyGroups secret={stage.revealed.secret} size="large" />
            </div>
          </div>
          <CodeEntry
            view={view}
            title={
              <>
                Hello {name}.<br />
                Scan the QR code with your authenticator app.
              </>
            }
            lead="Only you and this screen see the key."
          />
        </div>
      )
    case 'next':
      return (
        <div className={classes.narrow}>
          <CodeEntry view={view} title={<>That worked, {name}. Now the next code.</>} second />
        </div>
      )
    case 'verified':
      return (
        <Middle
          good
          icon={<IconCheck size={52} stroke={2} aria-hidden="true" />}
          title={`All set, ${name}.`}
          issuer={facts?.issuer}
        >
          Two codes in a row matched. Your recovery codes come next.
        </Middle>
      )
    case 'codes':
      return (
        <div className={classes.narrow}>
          <Issuer name={facts?.issuer} />
          <h1>Your recovery codes, {name}.</h1>
          <p className={classes.lead}>
            For the day your phone is gone: each works once. Take the printed sheet or write them down now; they are not
            shown again.
          </p>
          <RecoveryCodes codes={stage.codes} size="large" />
        </div>
      )
    case 'thanks':
      return (
        <Middle
          good
          icon={<IconCheck size={52} stroke={2} aria-hidden="true" />}
          title={`Thank you, ${name}.`}
          issuer={facts?.issuer}
        >
          Your authenticator works from now on. Keep the recovery codes away from your phone.
        </Middle>
      )
  }
}

interface MiddleProps {
  icon?: ReactNode
  title: string
  issuer?: string | undefined
  good?: boolean
  children?: ReactNode
}

function Middle({ icon, title, issuer, good, children }: MiddleProps) {
  return (
    <div className={classes.middle}>
      {icon ? (
        <span className={classes.sign} data-good={good || undefined}>
          {icon}
        </span>
      ) : null}
      <h1>{title}</h1>
      {children ? <p className={classes.lead}>{children}</p> : null}
      {issuer ? <Issuer name={issuer} /> : null}
    </div>
  )
}
