import { z } from 'zod'

const storageKey = 'totp-desk-token'
const channelName = 'totp-desk-token'

const messageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ask') }),
  z.strictObject({ kind: z.literal('offer'), token: z.string().max(200) }),
])
type Message = z.infer<typeof messageSchema>

/** The token of this page, and what other tabs of the same desk offer. */
export interface TokenKeeper {
  /** The one this page works with; null before it was let in. */
  current(): string | null
  /** A newer one from another tab, not taken yet. */
  offered(): string | null
  /** Works with it from now on, and offers it to the other tabs. */
  keep(token: string): void
  /** Puts away a token that is good no more. */
  forget(): void
  /** Asks the other tabs; what comes is offered within `waitMs`, or nobody has one. */
  ask(waitMs: number): Promise<void>
  /** Has asking tabs answered: only with a token that is known to be good. */
  answerWhile(good: () => boolean): void
  onOffer(listener: () => void): void
}

/**
 * Keeps the token where no other port of this machine gets at it: in the session storage of this tab, which survives a
 * reload and goes along to the window turned to the person, and in messages between tabs of this very origin.
 */
export function createTokenKeeper(): TokenKeeper {
  const channel = new BroadcastChannel(channelName)
  const listeners = new Set<() => void>()
  let held = sessionStorage.getItem(storageKey)
  let offer: string | null = null
  let good = () => false
  const tell = (message: Message) => channel.postMessage(message)

  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = messageSchema.safeParse(event.data).data
    if (message?.kind === 'ask' && held !== null && good()) tell({ kind: 'offer', token: held })
    if (message?.kind !== 'offer' || message.token === held) return
    offer = message.token
    for (const listener of listeners) listener()
  })

  return {
    current: () => held,
    offered: () => offer,
    keep(token) {
      if (token === offer) offer = null
      if (token === held) return
      held = token
      sessionStorage.setItem(storageKey, token)
      tell({ kind: 'offer', token })
    },
    forget() {
      held = null
      sessionStorage.removeItem(storageKey)
    },
    ask(waitMs) {
      tell({ kind: 'ask' })
      return new Promise((resolve) => {
        const waiting = setTimeout(resolve, waitMs)
        listeners.add(() => {
          clearTimeout(waiting)
          resolve()
        })
      })
    },
    answerWhile(check) {
      good = check
    },
    onOffer: (listener) => void listeners.add(listener),
  }
}
