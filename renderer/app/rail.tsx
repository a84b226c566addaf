import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useLocation } from 'wouter'
import { Avatar } from '../components/avatar'
import { Mark } from '../components/mark'
import { paths } from '../data/paths'
import { useOperator } from '../data/queries/vault'
import { roleLabels } from '../words/roles'
import classes from './rail.module.css'
import { type NavItem, useNavItems } from './screens'

/** The way from screen to screen; icons only on a narrow window. */
export function Rail() {
  const narrow = useMediaQuery('(max-width: 1099px)')
  const operator = useOperator()
  const items = useNavItems()
  return (
    <aside className={classes.rail} aria-label="Console">
      <div className={classes.brand}>
        <Mark />
        <span className={classes.text}>TOTP Desk</span>
      </div>
      <nav aria-label="Screens" className={classes.items}>
        {items.map((item) => (
          <RailLink key={item.path} item={item} narrow={narrow ?? false} />
        ))}
      </nav>
      {operator ? (
        <div className={classes.who}>
          <Avatar name={operator.name} />
          <div className={classes.text}>
            <div className={classes.name}>{operator.name}</div>
            <div className="small muted">{roleLabels[operator.role]}</div>
          </div>
        </div>
      ) : null}
    </aside>
  )
}

function RailLink({ item: { path, nav }, narrow }: { item: NavItem; narrow: boolean }) {
  const [location] = useLocation()
  return (
    <Tooltip label={nav.label} position="right" disabled={!narrow}>
      <Link href={path} className={classes.link} aria-current={isAtOrBelow(location, path) ? 'page' : undefined}>
        <nav.icon size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.text}>{nav.label}</span>
      </Link>
    </Tooltip>
  )
}

/** A person's page is one of People, their part of the log one of Audit. The desk has nothing below it. */
function isAtOrBelow(location: string, path: string): boolean {
  return location === path || (path !== paths.desk && location.startsWith(`${path}/`))
}
