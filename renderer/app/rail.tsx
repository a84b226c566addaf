import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import {
  IconCode,
  IconFileText,
  IconFlask,
  IconRotateClockwise,
  IconSettings,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { Avatar } from '../components/avatar'
import { DeskIcon } from '../components/desk-icon'
import { Mark } from '../components/mark'
import { paths } from '../data/paths'
import { useOperator, useVaultStatus } from '../data/queries'
import { roleLabels } from '../words/roles'
import classes from './rail.module.css'

interface Place {
  label: string
  href: string
  icon: TablerIcon
  /** Also on for every address below this one. */
  under?: string
}

/** The places of the console, in the order of the day. */
const places: Place[] = [
  { label: 'Desk', href: paths.desk, icon: DeskIcon },
  { label: 'People', href: paths.people, icon: IconUsers, under: '/people' },
  { label: 'Audit', href: paths.audit, icon: IconFileText, under: '/audit' },
  { label: 'Sessions', href: paths.sessions, icon: IconRotateClockwise },
  { label: 'API', href: paths.api, icon: IconCode },
  { label: 'Settings', href: paths.settings, icon: IconSettings },
]

const demoLab: Place = { label: 'Demo lab', href: paths.demo, icon: IconFlask }

/** The places that this vault has: the lab is a demo's alone. */
export function usePlaces(): Place[] {
  const demo = useVaultStatus().data?.demo ?? false
  return demo ? [...places, demoLab] : places
}

/** The way from place to place; icons only on a narrow window. */
export function Rail() {
  const narrow = useMediaQuery('(max-width: 1099px)')
  const operator = useOperator()
  const places = usePlaces()
  return (
    <aside className={classes.rail} aria-label="Console">
      <div className={classes.brand}>
        <Mark />
        <span className={classes.text}>TOTP Desk</span>
      </div>
      <nav aria-label="Places" className={classes.places}>
        {places.map((place) => (
          <RailLink key={place.href} place={place} narrow={narrow ?? false} />
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

function RailLink({ place, narrow }: { place: Place; narrow: boolean }) {
  const [location] = useLocation()
  const on = location === place.href || (place.under !== undefined && location.startsWith(`${place.under}/`))
  return (
    <Tooltip label={place.label} position="right" disabled={!narrow}>
      <Link href={place.href} className={classes.link} aria-current={on ? 'page' : undefined}>
        <place.icon size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.text}>{place.label}</span>
      </Link>
    </Tooltip>
  )
}
