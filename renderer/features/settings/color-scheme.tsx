import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react'
import classes from './settings-page.module.css'

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconSunMoon },
] as const

/** Light, dark, or as the computer says; kept on this computer, not in the vault. */
export function ColorScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      aria-label="Colour scheme"
      fullWidth
      value={colorScheme}
      onChange={setColorScheme}
      data={schemes.map(({ value, label, icon: Icon }) => ({
        value,
        label: (
          <span className={classes.scheme}>
            <Icon size={16} stroke={1.75} aria-hidden="true" />
            {label}
          </span>
        ),
      }))}
    />
  )
}
