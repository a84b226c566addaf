import { Mark } from '../../components/mark'
import classes from './facing.module.css'

/** Whose desk this is. */
export function Issuer({ name }: { name: string | undefined }) {
  return (
    <div className={classes.issuer}>
      <Mark />
      <span>{name}</span>
    </div>
  )
}
