import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { ErrorNote } from '../../components/error-note'
import { useAttack } from '../../data/attack-store'
import { closeLab, openLab } from '../../data/lab-store'
import { paths } from '../../data/paths'
import { useDemoStatus } from '../../data/queries/demo'
import { useUser } from '../../data/queries/people'
import { useIsDemo } from '../../data/queries/vault'
import { endTour, goToStop, useTourState } from '../../data/tour-store'
import { useAct } from '../../data/use-act'
import { nameAt, type Stop, stops, type TourFacts } from './stops'
import classes from './tour.module.css'
import { usePlace } from './use-place'

/** The guided tour through the whole story, beside the real screens. */
export function Tour() {
  const demo = useIsDemo()
  const at = useTourState((state) => state.stop)
  const userId = useDemoStatus().data?.people.enroll
  if (!demo || at === null || userId === undefined) return null
  if (userId === null) return <PersonGone />
  return <TourAt at={Math.min(at, stops.length - 1)} userId={userId} />
}

/** The tour's person was removed: without them there is no story. */
function PersonGone() {
  return (
    <section className={classes.card} data-corner aria-label="Guided tour">
      <p>The person of the tour was removed. Start the demo again for another.</p>
      <div className={classes.acts}>
        <Button onClick={endTour}>End</Button>
      </div>
    </section>
  )
}

function TourAt({ at, userId }: { at: number; userId: string }) {
  const user = useUser(userId).data
  const attack = useAttack((state) => state.attack)
  const [location, navigate] = useLocation()
  const stop = stops[at]
  if (!user || !stop) return null
  return <StopCard key={at} stop={stop} at={at} facts={{ user, attack, location, navigate }} />
}

interface StopCardProps {
  stop: Stop
  at: number
  facts: TourFacts
}

function StopCard({ stop, at, facts }: StopCardProps) {
  const card = useRef<HTMLElement>(null)
  const place = usePlace(stop.anchor, card)
  const act = useAct(async () => stop.act?.(facts))
  const done = stop.done(facts)
  const last = at === stops.length - 1
  const name = nameAt(facts)
  useFocusOnStop(card)

  function go(to: number) {
    const next = stops[to]
    if (!next) return
    if (next.lab) openLab(next.lab)
    else closeLab()
    goToStop(to)
    facts.navigate(next.path(facts))
    void next.enter?.()
  }

  return (
    <>
      {place?.part ? <span className={classes.ring} style={place.part} aria-hidden="true" /> : null}
      <section
        ref={card}
        className={classes.card}
        style={place?.card ?? { visibility: 'hidden' }}
        tabIndex={-1}
        aria-labelledby="tour-title"
        data-testid="tour"
      >
        <div className={classes.count}>
          Stop {at + 1} of {stops.length}
        </div>
        <h2 id="tour-title" className={classes.title}>
          {stop.title}
        </h2>
        <p>{last || !done ? stop.says(name, facts.user.name) : null}</p>
        <p role="status" className={done && !last ? classes.seen : undefined}>
          {done && !last ? (
            <>
              <IconCheck size={18} stroke={2} aria-hidden="true" />
              <span>{stop.seen(name)}</span>
            </>
          ) : null}
        </p>
        {last ? <GoOn /> : null}
        <ErrorNote error={act.error} />
        <div className={classes.acts}>
          {last ? null : (
            <Button variant="subtle" onClick={endTour}>
              End
            </Button>
          )}
          <span className={classes.space} />
          <Button disabled={at === 0} onClick={() => go(at - 1)}>
            Back
          </Button>
          {done || !stop.act ? (
            <Button variant="filled" onClick={() => (last ? endTour() : go(at + 1))}>
              {last ? 'Finish' : 'Next'}
            </Button>
          ) : (
            <Button loading={act.busy} onClick={() => act.run()}>
              Do it for me
            </Button>
          )}
        </div>
      </section>
    </>
  )
}

function GoOn() {
  return (
    <p>
      From here it is yours: move a phone’s clock in the <Link href={paths.demo}>lab</Link>, or paste a snippet from the{' '}
      <Link href={paths.api}>API</Link> and watch the calls come in.
    </p>
  )
}

/** A new stop takes the focus, after the new screen has had it: so it is read out, and Tab reaches its buttons. */
function useFocusOnStop(card: React.RefObject<HTMLElement | null>) {
  useEffect(() => {
    const timer = window.setTimeout(() => card.current?.focus({ preventScroll: true }), 350)
    return () => window.clearTimeout(timer)
  }, [card])
}
