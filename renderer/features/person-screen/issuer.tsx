import { Mark } from '../../components/mark'
import classes from './person-screen.module.css'

/** The organisation that this desk belongs to. */
export function Issuer({ name }: { name: string | undefined }) {
  return (
    <div className={classes.issuer}>
      <Mark />
      <span>{name}</span>
    </div>
  )
}
