import { useCallback, useEffect, useRef } from 'react'
import { z } from 'zod'
import { totpIdSchema } from '../../shared/model/common'
import { verificationOutcomeSchema } from '../../shared/model/verification'

const channelName = 'totp-desk-facing'

/**
 * What the operator's screen and the one turned to the person tell each other, inside this browser
 * only. Of a code only how many digits stand in the box is said, never which. Recovery codes cross
 * when the operator lets the person read them there; they are held by the two pages and nowhere else.
 */
const messageSchema = z.discriminatedUnion('kind', [
  // from the operator's side
  z.strictObject({ kind: z.literal('ask'), totpId: totpIdSchema }),
  z.strictObject({ kind: z.literal('show'), totpId: totpIdSchema }),
  z.strictObject({ kind: z.literal('hide'), totpId: totpIdSchema }),
  z.strictObject({ kind: z.literal('codes'), totpId: totpIdSchema, codes: z.array(z.string().max(40)).max(20) }),
  z.strictObject({ kind: z.literal('outcome'), totpId: totpIdSchema, outcome: verificationOutcomeSchema }),
  // from the side turned to the person
  z.strictObject({
    kind: z.literal('here'),
    totpId: totpIdSchema,
    showing: z.enum(['qr', 'code', 'codes', 'nothing']),
  }),
  z.strictObject({ kind: z.literal('typing'), totpId: totpIdSchema, count: z.int().min(0).max(64) }),
  z.strictObject({ kind: z.literal('answered'), totpId: totpIdSchema, outcome: verificationOutcomeSchema }),
  z.strictObject({ kind: z.literal('gone'), totpId: totpIdSchema }),
])
export type FacingMessage = z.infer<typeof messageSchema>
/** What the facing screen shows just now. */
export type Showing = Extract<FacingMessage, { kind: 'here' }>['showing']

type Unaddressed<M> = M extends { totpId: string } ? Omit<M, 'totpId'> : never

/**
 * Joins the two screens of one enrollment. Messages about another totp, and anything that does not
 * parse, are not heard.
 */
export function useFacingChannel(totpId: string | null, onMessage: (message: FacingMessage) => void) {
  const channel = useRef<BroadcastChannel | null>(null)
  const heard = useRef(onMessage)
  heard.current = onMessage

  useEffect(() => {
    if (totpId === null) return
    const open = new BroadcastChannel(channelName)
    channel.current = open
    open.onmessage = (event: MessageEvent<unknown>) => {
      const message = messageSchema.safeParse(event.data)
      if (message.success && message.data.totpId === totpId) heard.current(message.data)
    }
    return () => {
      channel.current = null
      open.close()
    }
  }, [totpId])

  return useCallback(
    (message: Unaddressed<FacingMessage>) => {
      if (totpId !== null) channel.current?.postMessage({ ...message, totpId })
    },
    [totpId],
  )
}
