import { Button } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useDocumentTitle } from '../../components/document-title'
import { Panel } from '../../components/panel'
import { startTour } from '../../data/tour-store'
import { Attacker } from './attacker'
import { DeskClock } from './desk-clock'
import classes from './lab.module.css'
import { Phone } from './phone'

/** The demo's lab: a phone for each person, a slider for the desk's clock, and an attacker. */
export function DemoPage() {
  useDocumentTitle('Demo lab')
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>Demo lab</h1>
        <span className="muted">All people here are made up. Nothing you do lasts beyond the demo.</span>
        <Button
          variant="filled"
          leftSection={<IconRoute size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => startTour()}
        >
          Take the tour
        </Button>
      </div>
      <div className={classes.columns}>
        <Panel title="Phone">
          <Phone />
        </Panel>
        <div className={classes.stack}>
          <Panel title="The desk’s clock">
            <DeskClock />
          </Panel>
          <Panel title="Worth trying">
            <ul className={classes.try}>
              <li>
                Put a phone 20 s behind, open its person and tap: the code is inside the window. At 90 s it is out.
                During an enrollment the desk even says how far the clock is off.
              </li>
              <li>Tap the same code twice. Then move time on by one step and tap again.</li>
              <li>Let the attacker guess until the person is locked, and unlock them with a reason.</li>
            </ul>
          </Panel>
        </div>
        <Panel title="Attacker">
          <Attacker />
        </Panel>
      </div>
    </div>
  )
}
