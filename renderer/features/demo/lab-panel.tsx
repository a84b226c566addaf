import { ActionIcon, Button } from '@mantine/core'
import { IconFlask, IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { followAttacks } from '../../data/attack-store'
import { closeLab, toggleLab, useLab } from '../../data/lab-store'
import { paths } from '../../data/paths'
import { Attacker } from './attacker'
import { DeskClock } from './desk-clock'
import classes from './lab.module.css'
import { Phone } from './phone'

/** The lab's own page already shows everything that the panel has. */
function useLabPanel(): boolean {
  const [location] = useLocation()
  return useLab((lab) => lab.open) && location !== paths.demo
}

/** Opens and closes the lab beside the screen. */
export function LabToggle() {
  const open = useLabPanel()
  const [location] = useLocation()
  if (location === paths.demo) return null
  return (
    <Button
      className={classes.toggle ?? ''}
      data-on={open || undefined}
      aria-pressed={open}
      leftSection={<IconFlask size={16} stroke={1.75} aria-hidden="true" />}
      onClick={toggleLab}
    >
      Lab
    </Button>
  )
}

/** The demo's lab at the right edge: phone, time and attacker beside the screen they act on. */
export function LabPanel() {
  const open = useLabPanel()
  useEffect(followAttacks, [])
  if (!open) return null
  return (
    <aside className={classes.panel} aria-label="Demo lab" data-tour="lab">
      <div className={classes.panelHead}>
        <h2>Demo lab</h2>
        <ActionIcon aria-label="Close the lab" onClick={closeLab}>
          <IconX size={18} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </div>
      <section aria-labelledby="lab-phone">
        <h3 id="lab-phone">Phone</h3>
        <Phone />
      </section>
      <section aria-labelledby="lab-clock">
        <h3 id="lab-clock">The desk’s clock</h3>
        <DeskClock />
      </section>
      <section aria-labelledby="lab-attacker">
        <h3 id="lab-attacker">Attacker</h3>
        <Attacker />
      </section>
    </aside>
  )
}
