import classes from './kbd.module.css'

/** A key or key combination, as printed on the keyboard. */
export function Kbd({ children }: { children: string }) {
  return <kbd className={classes.kbd}>{children}</kbd>
}
