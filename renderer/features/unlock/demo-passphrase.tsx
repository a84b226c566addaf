import { useQuery } from '@tanstack/react-query'
import { keys } from '../../data/query-client'
import { desk } from '../../data/transport'
import classes from './unlock.module.css'

/** The demo's passphrase is no secret: a demo that locked itself must open again. */
export function DemoPassphrase() {
  const status = useQuery({ queryKey: keys.demoPassphrase, queryFn: () => desk.demo.status() })
  if (!status.data) return null
  return (
    <p className={classes.passphrase}>
      The demo’s passphrase is
      <br />
      <span className="mono">{status.data.passphrase}</span>
    </p>
  )
}
