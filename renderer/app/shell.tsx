import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { LeaveQuestion } from '../components/leave-guard'
import { useLiveDesk } from '../data/live-desk'
import { useVaultStatus } from '../data/queries/vault'
import { ApiNotice } from '../features/api/api-notice'
import { LabPanel } from '../features/demo/lab-panel'
import { PersonFormHost } from '../features/people/person-form'
import { ClockConfirm } from '../features/settings/clock-confirm'
import { Tour } from '../features/tour/tour'
import { CommandPalette } from './command-palette'
import { Rail } from './rail'
import { Screens } from './routes'
import classes from './shell.module.css'
import { TopBar } from './top-bar'

/** Rail, top bar and the screen: what surrounds an operator's work. */
export function Shell() {
  useLiveDesk()
  const vault = useVaultStatus().data
  const main = useRef<HTMLElement>(null)
  useFocusOnNewScreen(main)
  return (
    <div className={classes.shell} data-demo={vault?.demo || undefined}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Rail />
      <div className={classes.column}>
        <TopBar />
        {vault?.notice ? (
          <div className={classes.notice} role="status">
            {vault.notice}
          </div>
        ) : null}
        <div className={classes.body}>
          <main ref={main} id="main" tabIndex={-1} className={classes.main}>
            <Screens />
          </main>
          {vault?.demo ? <LabPanel /> : null}
        </div>
      </div>
      <CommandPalette />
      <PersonFormHost />
      <ClockConfirm />
      <LeaveQuestion />
      <Tour />
      <ApiNotice />
    </div>
  )
}

/** A new screen takes the focus, so the keyboard and a reader start in it and not in the rail. */
function useFocusOnNewScreen(main: React.RefObject<HTMLElement | null>) {
  const [location] = useLocation()
  const shown = useRef(location)
  useEffect(() => {
    if (shown.current === location) return
    shown.current = location
    const element = main.current
    if (element && !element.contains(document.activeElement)) element.focus()
  }, [location, main])
}
