// scripts/start.mjs with a launcher that loses its patience in seconds, or as STAND_IN_LIMITS says.
import { launch } from '../../../scripts/launch/launch.mjs'

const limits = { upMs: 2500, endMs: 1500, quietMs: 1500, judgeAfterMs: 1000, worthWaitingMs: 60_000 }
const more = JSON.parse(process.env.STAND_IN_LIMITS ?? '{}')
process.exit(await launch(process.argv.slice(2), { ...limits, ...more }))
