import { useCallback, useEffect, useRef, useState } from 'react'
import type { Output } from '../../../shared/contract/contract'
import type { VerificationOutcome } from '../../../shared/model/verification'
import { useAnswer } from '../../components/code-result/use-answer'
import { keepClock, useDeskNow } from '../../data/clock'
import { type Showing, useFacingChannel } from '../../data/facing-channel'
import { desk, transport } from '../../data/transport'

type Facts = Output<'totps.forPerson'>
type Revealed = Output<'totps.reveal'>

/** What the screen turned to the person shows. */
export type FacingStage =
  | { kind: 'waiting' }
  | { kind: 'closed' }
  | { kind: 'expired' }
  | { kind: 'qr'; revealed: Revealed }
  | { kind: 'next' }
  | { kind: 'verified' }
  | { kind: 'codes'; codes: readonly string[] }
  | { kind: 'thanks' }

interface Held {
  facts: Facts | null
  revealed: Revealed | null
  codes: readonly string[] | null
  closed: boolean
}

function stageOf({ facts, revealed, codes, closed }: Held, nowMs: number): FacingStage {
  if (closed) return { kind: 'closed' }
  if (!facts) return { kind: 'waiting' }
  if (facts.status === 'revoked') return { kind: 'closed' }
  if (facts.status === 'expired' || (facts.status === 'pending' && nowMs >= facts.expiresAt)) return { kind: 'expired' }
  if (facts.status === 'pending') return revealed ? { kind: 'qr', revealed } : { kind: 'waiting' }
  if (facts.handedOver) return { kind: 'thanks' }
  if (codes) return { kind: 'codes', codes }
  return facts.verifiedAgain ? { kind: 'verified' } : { kind: 'next' }
}

const showings: Record<FacingStage['kind'], Showing> = {
  waiting: 'nothing',
  closed: 'nothing',
  expired: 'nothing',
  qr: 'qr',
  next: 'code',
  verified: 'nothing',
  codes: 'codes',
  thanks: 'nothing',
}

/**
 * The person's side of one enrollment. The secret and the codes live in this component's state and
 * leave it with the first good code, the expiry, the lock, and the window.
 */
export function useFacing(totpId: string) {
  const [facts, setFacts] = useState<Facts | null>(null)
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [closed, setClosed] = useState(false)
  const now = useDeskNow(1000)
  const answer = useAnswer((code) => desk.verification.submit({ userId: facts?.userId ?? '', code }))
  const stage = stageOf({ facts, revealed, codes, closed }, now)
  const asking = useRef(false)

  const close = useCallback(() => {
    setRevealed(null)
    setCodes(null)
    setFacts(null)
    setClosed(true)
  }, [])

  /** Reads how the enrollment stands and, while a first code is awaited, the secret to show. */
  const load = useCallback(
    async (reveal: boolean) => {
      try {
        const read = await desk.totps.forPerson({ totpId })
        setFacts(read)
        setClosed(false)
        if (read.status !== 'pending') return setRevealed(null)
        if (!reveal || asking.current) return
        asking.current = true
        setRevealed(await desk.totps.reveal({ totpId, side: 'person' }))
      } catch {
        close()
      } finally {
        asking.current = false
      }
    },
    [totpId, close],
  )

  const tell = useFacingChannel(totpId, (message) => {
    if (message.kind === 'ask') tell({ kind: 'here', showing: showings[stage.kind] })
    else if (message.kind === 'show') void load(revealed === null)
    else if (message.kind === 'codes') setCodes(message.codes)
    else if (message.kind === 'hide') {
      setCodes(null)
      void load(false)
    } else if (message.kind === 'outcome') {
      answer.show(message.outcome)
      if (message.outcome.outcome === 'accepted') void load(false)
    }
  })

  useEffect(() => {
    void load(true)
  }, [load])

  // What is shown is told whenever it changes, and the end of the window, too.
  const showing = showings[stage.kind]
  useEffect(() => tell({ kind: 'here', showing }), [tell, showing])
  useEffect(() => {
    const gone = () => tell({ kind: 'gone' })
    window.addEventListener('pagehide', gone)
    return () => window.removeEventListener('pagehide', gone)
  }, [tell])

  useEffect(() => keepClock(() => undefined), [])
  useEffect(() => {
    const ends = [
      transport.subscribe('vault.locked', close),
      transport.subscribe('audit.appended', ({ subject }) => {
        if (subject !== null && subject === facts?.userId) void load(false)
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [close, load, facts?.userId])
  useEffect(() => {
    if (stage.kind === 'expired') setRevealed(null)
  }, [stage.kind])

  async function submit(code: string): Promise<VerificationOutcome | null> {
    const outcome = await answer.submit(code)
    if (!outcome) return null
    tell({ kind: 'answered', outcome })
    if (outcome.outcome === 'accepted') await load(false)
    return outcome
  }

  return {
    stage,
    facts,
    answer,
    submit,
    now,
    typing: (count: number) => tell({ kind: 'typing', count }),
  }
}

export type Facing = ReturnType<typeof useFacing>
