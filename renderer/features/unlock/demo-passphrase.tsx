import { useDemoPassphrase } from '../../data/queries/demo'
import classes from './unlock.module.css'

/** The demo's passphrase, for whoever the demo locked out. */
export function DemoPassphrase() {
  const passphrase = useDemoPassphrase()
  if (passphrase === undefined) return null
  return (
    <p className={classes.passphrase}>
      The demo’s passphrase is
      <br />
      <span className="mono">{passphrase}</span>
    </p>
  )
}
