import classes from './unlock.module.css'

/** The product's strip, filling cell by cell, while Argon2id works; it tells no end, so neither does this. */
export function Deriving({ creating = false }: { creating?: boolean }) {
  return (
    <div className={classes.deriving} role="status">
      <span className={classes.strip} aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      <span className="small">
        {creating ? 'Making the vault.' : 'Turning the passphrase into the key.'}{' '}
        <span className="muted">Slow on purpose: it makes guessing slow too.</span>
      </span>
    </div>
  )
}
