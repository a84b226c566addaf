import { buildIfStale } from '../../scripts/build-if-stale.mjs'
import { prepareDouble } from '../support/electron-double/build'
import { findRuntime } from '../support/electron-runtime'

/** Builds what the specs start, once, and says what that is. */
export default async function setup(): Promise<void> {
  buildIfStale()
  const runtime = findRuntime()
  if ('missing' in runtime) return
  const what = runtime.double ? 'the double of Electron, on the files of the packed program' : runtime.executable
  process.stdout.write(`Under ${what}.\n`)
  if (runtime.double) await prepareDouble()
}
