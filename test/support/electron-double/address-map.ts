const inChromium = 'https://desk-app.test'
const ours = 'desk://app'

/** A plain Chromium knows no scheme of ours, so its pages live at an https origin that only the double answers. */
export const toChromium = (url: string): string => (startsAt(url, ours) ? inChromium + url.slice(ours.length) : url)

/** What Electron would call that address. */
export const toElectron = (url: string): string =>
  startsAt(url, inChromium) ? ours + url.slice(inChromium.length) : url

/** The origin under which the pages of `desk://app` are found in the double. */
export const doubleOrigin = inChromium

function startsAt(url: string, origin: string): boolean {
  return url === origin || ['/', '?', '#'].some((next) => url.startsWith(origin + next))
}
