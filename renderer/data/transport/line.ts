import { type ConnectionState, useConnection } from './connection'
import { standingOf } from './proof'
import type { TokenKeeper } from './token'

/** Other tabs answer at once; a page that is alone does not make anybody wait. */
const askTabsMs = 250
/** Shorter troubles, such as a new token after unlocking, are not shown. */
const quietMs = 700
const firstPauseMs = 250
const longestPauseMs = 4000

/** The page's way to its host: which token it has, and whether anybody answers. */
export interface Line {
  /** A token to ask with, as soon as there is one that the host takes. */
  ready(): Promise<string>
  /** As {@link ready}, but null when that takes longer than a moment. */
  readySoon(): Promise<string | null>
  /** Says that a call met no answer, or that the token was refused. */
  trouble(): void
  /** The host gave this token in exchange. */
  keep(token: string): void
}

/**
 * Keeps the line: in trouble it looks for the host again and again, first often, then less. It goes on by itself only
 * with the run of the desk that let this page in, which has to prove it: whoever has taken the port since then would
 * otherwise be sent the token, and shown the passphrase.
 */
export function createLine(keeper: TokenKeeper): Line {
  let up = false
  let looking = false
  const waiting: ((token: string) => void)[] = []
  let roused = false
  let wake = () => {}

  keeper.answerWhile(() => up)
  keeper.onOffer(rouse)
  useConnection.setState({ lookNow: rouse })
  document.addEventListener('visibilitychange', rouse)
  void start()

  /** A page that has only just come has nothing to lose: it takes whatever token is good. */
  async function start() {
    const held = keeper.current()
    if (held !== null && ['ended', 'foreign'].includes(await standingOf(held))) keeper.forget()
    if (keeper.current() === null) await keeper.ask(askTabsMs)
    await mend()
  }

  /** Looks again at once, or as soon as the look that is under way is over. */
  function rouse() {
    roused = true
    wake()
  }

  async function mend() {
    if (looking) return
    looking = true
    up = false
    const since = performance.now()
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
      const state = await look(keeper)
      if (state === 'up') break
      const shown = useConnection.getState().state !== 'up' || performance.now() - since >= quietMs
      if (shown || state === 'outside') show(state)
      await rest(pause)
    }
    looking = false
    up = true
    show('up')
    const token = keeper.current()
    if (token === null) return
    for (const resolve of waiting.splice(0)) resolve(token)
  }

  function show(state: ConnectionState) {
    const offered = keeper.offered()
    const goOn = state === 'other' && offered !== null ? () => keep(offered) : null
    useConnection.setState({ state, goOn })
  }

  function keep(token: string) {
    keeper.keep(token)
    rouse()
  }

  function rest(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, pauseMs)
      function end() {
        clearTimeout(timer)
        roused = false
        wake = () => {}
        resolve()
      }
      wake = end
      if (roused) end()
    })
  }

  function ready(): Promise<string> {
    const token = keeper.current()
    if (up && token !== null) return Promise.resolve(token)
    return new Promise((resolve) => waiting.push(resolve))
  }

  return {
    ready,
    readySoon() {
      return Promise.race([ready(), new Promise<null>((resolve) => setTimeout(() => resolve(null), quietMs * 2))])
    },
    trouble: () => void mend(),
    keep,
  }
}

/** How the page stands with whatever answers at its address. */
async function look(keeper: TokenKeeper): Promise<ConnectionState> {
  const held = keeper.current()
  const offered = keeper.offered()
  if (held === null && offered === null) return 'outside'
  const standing = held === null ? 'ended' : await standingOf(held)
  if (standing === 'good') return 'up'
  if (standing === 'silent') return 'silent'
  if (standing === 'foreign') return 'other'
  if (offered === null || (await standingOf(offered)) !== 'good') return 'ended'
  keeper.keep(offered)
  return 'up'
}
