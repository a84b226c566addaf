import type { App, BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron'
import type { Side } from '../../../shared/sides'
import { mayNavigate, personScreenTotpId } from './address'
import type { Windows } from './windows'

/** How a guarded page may open the one window it may open. */
export interface PersonScreenOpener {
  options(): BrowserWindowConstructorOptions
  opened(window: BrowserWindow): void
}

/**
 * Guards every WebContents the program will ever have, from its creation on: no page leaves the
 * console, none is embedded, and the only window a page can open is the one turned to the person
 * (Electron security guide, items 12 to 14).
 */
export function guardContents(app: App, windows: Windows, personScreen: PersonScreenOpener): void {
  app.on('web-contents-created', (_event, contents) => {
    holdInPlace(contents)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (!mayOpen(url, windows.sideOf(contents.id))) return { action: 'deny' }
      return { action: 'allow', outlivesOpener: false, overrideBrowserWindowOptions: personScreen.options() }
    })
    contents.on('did-create-window', (window) => personScreen.opened(window))
  })
}

/** Only the operator's window opens another, and only the one turned to the person. */
export function mayOpen(url: string, opener: Side | undefined): boolean {
  return opener === 'operator' && personScreenTotpId(url) !== null
}

function holdInPlace(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !mayNavigate(event.url)) event.preventDefault()
  })
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(event.url)) event.preventDefault()
  })
  // Nothing of ours redirects, so a redirect is never ours, wherever it leads.
  contents.on('will-redirect', (event) => event.preventDefault())
}
