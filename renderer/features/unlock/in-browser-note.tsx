import { useHostStatus } from '../../data/queries/host'
import classes from './unlock.module.css'

/** Why there is a browser tab and not the program's own window, and what that changes. */
export function InBrowserNote() {
  const because = useHostStatus()?.noWindowBecause ?? null
  if (because === null) return null
  return (
    <aside className={classes.inBrowser} aria-labelledby="in-browser">
      <h2 id="in-browser">TOTP Desk opened here, in your browser</h2>
      <p>
        Its own window could not open, because {because}. Your vault was not touched, and everything works here in the
        same way.
      </p>
      <details>
        <summary>What is different here</summary>
        <ul>
          <li>The person’s screen is a second browser window. Drag it to the other display yourself.</li>
          <li>Screenshots and recordings of it are not blocked.</li>
          <li>Keep the keyboard on your side: from that window, your own pages can be opened.</li>
        </ul>
      </details>
      <p className="small muted">
        For your IT department: <span className="mono">docs/when-the-window-does-not-open.md</span> says what the window
        needs.
      </p>
    </aside>
  )
}
