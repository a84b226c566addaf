import './tokens.css'
import './enter.css'
import { z } from 'zod'
import { createTokenKeeper } from '../data/transport/token'

/** Other tabs answer at once. */
const askTabsMs = 250
const again = 'Press Enter in the terminal where TOTP Desk runs to get a new one.'

const entrySchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('open'), token: z.string() }),
  z.strictObject({ outcome: z.literal('used') }),
  z.strictObject({ outcome: z.literal('over') }),
])
type Outcome = z.infer<typeof entrySchema>

/** Trades the code of a link for this page's token. The token held already goes along: it may be from this very link. */
async function enter(code: string, held: string | null): Promise<Outcome | null> {
  try {
    const response = await fetch('/enter', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(held === null ? {} : { authorization: `Bearer ${held}` }),
      },
      credentials: 'omit',
      body: JSON.stringify({ code }),
    })
    return entrySchema.parse(await response.json())
  } catch {
    return null
  }
}

function say(title: string, text: string): void {
  const [head, line] = ['.enter h1', '.enter p'].map((where) => document.querySelector(where))
  if (head) head.textContent = title
  if (line) line.textContent = text
}

const keeper = createTokenKeeper()
// Neither the address bar nor the history keeps the code.
const code = location.hash.slice(1)
history.replaceState(null, '', '/enter.html')

// A link that is opened twice at once, by a double click, is used by one tab after the other.
await navigator.locks.request('totp-desk-enter', async () => {
  if (keeper.current() === null && keeper.offered() === null) await keeper.ask(askTabsMs)
  const entry = await enter(code, keeper.offered() ?? keeper.current())
  if (entry?.outcome === 'open') {
    keeper.keep(entry.token)
    location.replace('/')
  } else if (entry?.outcome === 'used') {
    say(
      'This link was used already',
      `Each link opens the console once. Whoever used it first is shut out now, in case it was not you. ${again}`,
    )
  } else if (entry?.outcome === 'over') {
    say('This link has run out', `A link works for one minute, and until there is a newer one. ${again}`)
  } else {
    say('The desk is not answering', 'Start TOTP Desk again and open the link that it prints.')
  }
})
