import { Mark } from '../../components/mark'
import classes from './person-screen.module.css'

/** Whose desk this is. */
export function Issuer({ name }: { name: string | undefined }) {
  return (
    <div className={classes.issuer}>
      <Mark />
      <span>{name}</span>
    </div>
  )
}
