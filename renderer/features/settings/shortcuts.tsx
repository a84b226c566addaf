import { useOs } from '@mantine/hooks'
import { Kbd } from '../../components/kbd'
import classes from './settings-page.module.css'

const shortcuts = [
  { keys: 'mod K', does: 'Find a person or an action' },
  { keys: 'mod L', does: 'Lock the desk' },
  { keys: '↑ ↓', does: 'Move in results and tables' },
  { keys: 'Enter', does: 'Open what is chosen' },
  { keys: 'mod Enter', does: 'Create the person typed, and enroll' },
  { keys: 'Esc', does: 'Close; asks first when something is typed' },
]

/** Every shortcut there is. */
export function Shortcuts() {
  const mod = useOs() === 'macos' ? '⌘' : 'Ctrl'
  return (
    <dl className={classes.shortcuts}>
      {shortcuts.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            <Kbd>{keys.replace('mod', mod)}</Kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
