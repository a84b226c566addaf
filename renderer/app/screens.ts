import {
  IconCode,
  IconFileText,
  IconFlask,
  IconRotateClockwise,
  IconSettings,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { DeskIcon } from '../components/desk-icon'
import { paths } from '../data/paths'
import { useIsDemo } from '../data/queries/vault'
import { DeskPage } from '../features/desk/desk-page'

/** A screen inside the shell. Routes, rail and command palette are made from this table. */
export interface Screen {
  /** Its address; a part that begins with a colon is a parameter, which the page reads with `useParams`. */
  path: string
  /** Loads its page the first time it is opened. */
  load: () => Promise<ComponentType>
  /** How it is named and shown in the rail and the command palette. Absent: it is reached from another screen. */
  nav?: { label: string; icon: TablerIcon }
  /** True when only a demo has it. */
  demo?: true
}

/** A screen that the rail and the command palette lead to. */
export type NavItem = Screen & Required<Pick<Screen, 'nav'>>

/** Every screen, in the order of the rail. To add one: its page in `features/`, and a line here. */
export const screens: readonly Screen[] = [
  // The first screen of a day is there without a second load.
  { path: paths.desk, nav: { label: 'Desk', icon: DeskIcon }, load: async () => DeskPage },
  {
    path: paths.people,
    nav: { label: 'People', icon: IconUsers },
    load: async () => (await import('../features/people/people-page')).PeoplePage,
  },
  {
    path: paths.person(':userId'),
    load: async () => (await import('../features/person/person-page')).PersonPage,
  },
  {
    path: paths.enroll(':userId'),
    load: async () => (await import('../features/enroll/enroll-page')).EnrollPage,
  },
  {
    path: paths.audit,
    nav: { label: 'Audit', icon: IconFileText },
    load: async () => (await import('../features/audit/audit-page')).AuditPage,
  },
  {
    path: paths.auditOf(':userId'),
    load: async () => (await import('../features/audit/audit-page')).AuditPage,
  },
  {
    path: paths.sessions,
    nav: { label: 'Sessions', icon: IconRotateClockwise },
    load: async () => (await import('../features/sessions/sessions-page')).SessionsPage,
  },
  {
    path: paths.api,
    nav: { label: 'API', icon: IconCode },
    load: async () => (await import('../features/api/api-page')).ApiPage,
  },
  {
    path: paths.settings,
    nav: { label: 'Settings', icon: IconSettings },
    load: async () => (await import('../features/settings/settings-page')).SettingsPage,
  },
  {
    path: paths.demo,
    nav: { label: 'Demo lab', icon: IconFlask },
    demo: true,
    load: async () => (await import('../features/demo/demo-page')).DemoPage,
  },
]

/** The screens that this vault has: some only a demo has. */
export function useScreens(): Screen[] {
  const demo = useIsDemo()
  return screens.filter((screen) => demo || !screen.demo)
}

/** The screens of this vault that the rail and the command palette lead to. */
export function useNavItems(): NavItem[] {
  return useScreens().filter((screen): screen is NavItem => screen.nav !== undefined)
}
