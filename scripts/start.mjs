// `npm start`: builds what changed, then opens the console in its own window, or in a browser where Electron
// cannot run. Everything it says goes to standard error; standard output belongs to the console (one line with --json).
import { buildIfStale } from './build-if-stale.mjs'
import { launch } from './launch/launch.mjs'
import { say } from './launch/say.mjs'

try {
  buildIfStale(say)
} catch (error) {
  say(error.message)
  process.exit(1)
}
process.exit(await launch(process.argv.slice(2)))
