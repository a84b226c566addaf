/** Flags that only mean something to the browser host, so giving one asks for it. */
const browserFlags = ['--browser', '--no-open', '--json', '--port', '--help']
/** Flags that both hosts take; all others are switches of Electron and Chromium. */
const sharedFlags = ['--vault', '--demo']

const isOneOf = (arg, flags) => flags.some((flag) => arg === flag || arg.startsWith(`${flag}=`))

/** True when the command line asks for the browser host. */
export const asksForBrowser = (args) => args.some((arg) => isOneOf(arg, browserFlags))

/** True when Chromium's sandbox was switched off by the user, who alone may do that. */
export const asksForNoSandbox = (args, env) => args.includes('--no-sandbox') || Boolean(env.ELECTRON_DISABLE_SANDBOX)

/** The part of a command line for Electron that the browser host understands too. */
export function withoutElectronSwitches(args) {
  return args.filter((arg, at) => isOneOf(arg, sharedFlags) || (args[at - 1] === '--vault' && !arg.startsWith('-')))
}
