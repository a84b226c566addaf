import { Spotlight, spotlight } from '@mantine/spotlight'

/** Opens the search for people and actions. */
export const openFind = () => spotlight.open()

/** The search for people and actions (Ctrl or Cmd K). */
export function Find() {
  return <Spotlight actions={[]} shortcut="mod + K" />
}
