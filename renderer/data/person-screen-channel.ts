import { useCallback, useEffect, useEffectEvent, useRef } from 'react'
import { z } from 'zod'
import { totpIdSchema } from '../../shared/model/common'
import { verificationOutcomeSchema } from '../../shared/model/verification'

const channelName = 'totp-desk-person'

/**
 * What the operator's screen and the person's tell each other, inside this browser only. Of a code only
 * how many digits are in the box is said, never which. Recovery codes cross when the operator lets the
 * person read them there; the two pages hold them and nothing else does.
 */
const messageSchema = z.discriminatedUnion('kind', [
  // from the operator's side
  z.strictObject({ kind: z.literal('ask'), totpId: totpIdSchema }),
  z.strictObject({ kind: z.literal('show'), totpId: totpIdSchema }),
  z.strictObject({ kind: z.literal('hide'), totpId: totpIdSchema }),
  z.strictObject({ kind: z.literal('codes'), totpId: totpIdSchema, codes: z.array(z.string().max(40)).max(20) }),
  z.strictObject({ kind: z.literal('outcome'), totpId: totpIdSchema, outcome: verificationOutcomeSchema }),
  // from the person's side
  z.strictObject({
    kind: z.literal('here'),
    totpId: totpIdSchema,
    showing: z.enum(['qr', 'code', 'codes', 'nothing']),
    /** Why it shows nothing, where the desk refused; for the operator to read, never the person. */
    problem: z.string().max(500).nullable(),
  }),
  z.strictObject({ kind: z.literal('typing'), totpId: totpIdSchema, count: z.int().min(0).max(64) }),
  z.strictObject({ kind: z.literal('answered'), totpId: totpIdSchema, outcome: verificationOutcomeSchema }),
  z.strictObject({ kind: z.literal('gone'), totpId: totpIdSchema }),
])
export type ScreenMessage = z.infer<typeof messageSchema>
/** What the person's screen shows now. */
export type Showing = Extract<ScreenMessage, { kind: 'here' }>['showing']

type Unaddressed<M> = M extends { totpId: string } ? Omit<M, 'totpId'> : never

/**
 * Joins the two screens of one enrollment. Messages about another totp, and anything that does not
 * parse, are ignored.
 *
 * @returns sends a message to the other screen
 */
export function usePersonScreenChannel(totpId: string | null, onMessage: (message: ScreenMessage) => void) {
  const channel = useRef<BroadcastChannel | null>(null)
  const onParsed = useEffectEvent(onMessage)

  useEffect(() => {
    if (totpId === null) return
    const open = new BroadcastChannel(channelName)
    channel.current = open
    open.onmessage = (event: MessageEvent<unknown>) => {
      const message = messageSchema.safeParse(event.data)
      if (message.success && message.data.totpId === totpId) onParsed(message.data)
    }
    return () => {
      channel.current = null
      open.close()
    }
  }, [totpId])

  return useCallback(
    (message: Unaddressed<ScreenMessage>) => {
      if (totpId !== null) channel.current?.postMessage({ ...message, totpId })
    },
    [totpId],
  )
}
