import { buildIfStale } from '../../scripts/build-if-stale.mjs'

/** Builds once before tests that start the program, so that none of them does it while others run. */
export default function setup(): void {
  buildIfStale()
}
