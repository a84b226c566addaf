import { IconCode } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { AuditAction } from '../../../shared/audit-actions'
import { attackIsOver, useAttack } from '../../data/attack-store'
import { createBatcher } from '../../data/batch'
import { paths } from '../../data/paths'
import { transport } from '../../data/transport'
import { actionWords } from '../../words/actions'
import classes from './api-notice.module.css'

interface Notice {
  label: string
  more: number
}

const shownMs = 5000
/** Not oftener than one can read. */
const everyMs = 2500

const labelOf = (action: string) => actionWords[action as AuditAction]?.label ?? action

/**
 * Says in a corner what programs did over the API, because it happened elsewhere. Silent where it
 * shows anyway: on the API's own screen, in the demo's lab, and while the demo is attacked.
 */
export function ApiNotice() {
  const [location] = useLocation()
  const attacked = useAttack(({ attack }) => attack !== null && !attackIsOver(attack))
  const [notice, setNotice] = useState<Notice | null>(null)
  const silent = attacked || location === paths.api || location === paths.demo

  useEffect(() => {
    if (silent) return setNotice(null)
    const heard = createBatcher<string>(everyMs, (actions) => {
      const last = actions.at(-1)
      if (last !== undefined) setNotice({ label: labelOf(last), more: actions.length - 1 })
    })
    const end = transport.subscribe('audit.appended', ({ action, channel }) => {
      if (channel === 'api') heard.add(action)
    })
    return () => {
      heard.end()
      end()
    }
  }, [silent])

  useEffect(() => {
    if (notice === null) return
    const timer = window.setTimeout(() => setNotice(null), shownMs)
    return () => window.clearTimeout(timer)
  }, [notice])

  return (
    <div role="status" className={notice ? classes.notice : undefined}>
      {notice ? (
        <>
          <IconCode size={16} stroke={1.75} aria-hidden="true" />
          <span>
            Over the API: <b>{notice.label}</b>
            {notice.more > 0 ? `, and ${notice.more} more` : ''}
          </span>
          <Link href={paths.api}>Show</Link>
        </>
      ) : null}
    </div>
  )
}
