import { Button } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useIsDemo } from '../../data/queries/vault'
import { endTour, startTour, useTourState } from '../../data/tour-store'
import classes from './tour-invitation.module.css'

/** On the desk of a demo, until it is answered. */
export function TourInvitation() {
  const demo = useIsDemo()
  const { stop, answered } = useTourState()
  if (!demo || answered || stop !== null) return null
  return (
    <section className={classes.invitation} aria-label="Guided tour">
      <IconRoute size={20} stroke={1.75} aria-hidden="true" />
      <div>
        <div className="strong">New here? Walk through the whole story.</div>
        <div className="small muted">Seven stops, three minutes, on the real screens. All people here are made up.</div>
      </div>
      <div className={classes.answers}>
        <Button variant="subtle" onClick={endTour}>
          Not now
        </Button>
        <Button onClick={startTour}>Take the tour</Button>
      </div>
    </section>
  )
}
