// `npm run build`: what `npm start` builds, without starting it.
import { buildIfStale } from './build-if-stale.mjs'

buildIfStale((sentence) => process.stderr.write(`${sentence}\n`))
