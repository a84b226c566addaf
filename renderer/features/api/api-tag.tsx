import { IconCode } from '@tabler/icons-react'
import { Link } from 'wouter'
import { paths } from '../../data/paths'
import { useApiStatus } from '../../data/queries/api'
import classes from './api.module.css'

/** On every screen while programs can reach the desk. */
export function ApiTag() {
  const status = useApiStatus().data
  if (!status?.running) return null
  return (
    <Link href={paths.api} className={classes.on}>
      <IconCode size={14} stroke={2} aria-hidden="true" />
      API on
    </Link>
  )
}
