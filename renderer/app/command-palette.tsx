import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconLock, IconSearch, IconSunMoon, IconUserPlus, type TablerIcon } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { Avatar } from '../components/avatar'
import { Highlight } from '../components/highlight'
import { StateTag } from '../components/state-tag'
import { lockVault } from '../data/lock'
import { paths } from '../data/paths'
import { openPersonForm, prefillFrom } from '../data/person-form-store'
import { useSearch } from '../data/queries/people'
import { highlighted } from '../words/highlight'
import classes from './command-palette.module.css'
import { useNavItems } from './screens'

const [store, palette] = createSpotlight()

/** Opens the search for people and actions. */
export const openCommandPalette = () => palette.open()

/**
 * Spotlight keeps its choice on the line itself, and keeps it there when lines come in above. It exports nothing
 * that moves the choice.
 */
function selectFirst() {
  const list = document.getElementById(store.getState().listId)
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected')
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: 0 }))
}

interface Command {
  label: string
  icon: TablerIcon
  run: () => void
  /** Found by these words too. */
  alsoCalled?: string
}

/** Everything that can be done from anywhere and matches what is typed, in the order it is offered. */
function useCommands(typed: string): Command[] {
  const [, navigate] = useLocation()
  const { toggleColorScheme } = useMantineColorScheme()
  const screens = useNavItems()
  const name = typed.trim()
  const create: Command = {
    label: name ? `New person “${name}”` : 'New person',
    icon: IconUserPlus,
    run: () => openPersonForm({ kind: 'new', prefill: prefillFrom(name) }),
  }
  const others: Command[] = [
    ...screens.map(({ path, nav }) => ({ label: `Go to ${nav.label}`, icon: nav.icon, run: () => navigate(path) })),
    { label: 'Lock the desk', icon: IconLock, run: () => void lockVault(), alsoCalled: 'close leave log out' },
    { label: 'Switch between light and dark', icon: IconSunMoon, run: toggleColorScheme, alsoCalled: 'theme colour' },
  ]
  // Anything typed can be a name, so offering to create it comes after what was found.
  return name === '' ? [create, ...others] : [...others.filter((command) => matches(command, name)), create]
}

function matches({ label, alsoCalled = '' }: Command, typed: string): boolean {
  const words = typed.split(/\s+/u)
  return words.every((word) => highlighted(`${label} ${alsoCalled}`, word).some((stretch) => stretch.hit))
}

/** The search for people and actions (Ctrl or Cmd K). */
export function CommandPalette() {
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.trim(), 60)
  const [, navigate] = useLocation()
  const people = useSearch(query, 6, query !== '')
  const users = query === '' ? [] : (people.data?.users ?? [])
  const commands = useCommands(typed)
  // What Enter runs is always the first line, also after the people have come in above the actions.
  const lines = users.map((user) => user.userId).join() + commands.length
  useEffect(() => {
    if (lines !== '') selectFirst()
  }, [lines])
  useHotkeys([['mod+L', () => void lockVault()]], [])

  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      shortcut="mod + K"
      tagsToIgnore={[]}
      clearQueryOnClose
      scrollable
      maxHeight={420}
      size={560}
      lockScroll={false}
      centered={false}
      yOffset="10vh"
      overlayProps={{ blur: 0 }}
      attributes={{ content: { 'aria-label': 'Find a person or an action' } }}
    >
      <Spotlight.Search
        placeholder="Find a person or an action"
        aria-label="Find a person or an action"
        leftSection={<IconSearch size={18} stroke={1.75} aria-hidden="true" />}
      />
      <Spotlight.ActionsList>
        {users.length > 0 ? (
          <Spotlight.ActionsGroup label="People">
            {users.map((user) => (
              <Spotlight.Action key={user.userId} onClick={() => navigate(paths.person(user.userId))}>
                <span className={classes.line}>
                  <Avatar name={user.name} />
                  <span className={classes.who}>
                    <span className="strong">
                      <Highlight text={user.name} query={query} />
                    </span>
                    <span className="small muted address">{user.email ?? user.phone}</span>
                  </span>
                  <StateTag user={user} />
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {commands.length > 0 ? (
          <Spotlight.ActionsGroup label="Actions">
            {commands.map(({ label, icon: Icon, run }) => (
              <Spotlight.Action key={label} onClick={run}>
                <span className={classes.line}>
                  <Icon size={16} stroke={1.75} aria-hidden="true" />
                  {label}
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
