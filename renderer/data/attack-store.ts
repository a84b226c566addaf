import { create } from 'zustand'
import type { AttackAttempt, AttackKind } from '../../shared/model/demo'
import { desk, transport } from './transport'

/** An attack and its tries so far, in the order they were made. */
export interface Attack {
  /** Null until the desk has named it or reported its first try. */
  attackId: string | null
  kind: AttackKind
  userId: string
  name: string
  attempts: readonly AttackAttempt[]
}

export const useAttack = create<{ attack: Attack | null }>(() => ({ attack: null }))

/** True once the last try was made. */
export function attackIsOver(attack: Attack | null): boolean {
  return attack?.attempts.at(-1)?.done === true
}

/** Starts an attack on a person; its tries come by events. Rejects with the desk's refusal. */
export async function startAttack(kind: AttackKind, person: { userId: string; name: string }): Promise<void> {
  useAttack.setState({ attack: { attackId: null, kind, ...person, attempts: [] } })
  try {
    const { attackId } = await desk.demo.attack({ kind, userId: person.userId })
    useAttack.setState(({ attack }) => ({ attack: attack && { ...attack, attackId } }))
  } catch (refused) {
    useAttack.setState({ attack: null })
    throw refused
  }
}

function note(attempt: AttackAttempt): void {
  useAttack.setState(({ attack }) => {
    if (!attack || (attack.attackId !== null && attack.attackId !== attempt.attackId)) return { attack }
    return { attack: { ...attack, attackId: attempt.attackId, attempts: [...attack.attempts, attempt] } }
  })
}

/** Follows the attacker while the desk is open; a lock ends every attack. */
export function followAttacks(): () => void {
  const ends = [
    transport.subscribe('demo.attempt', note),
    transport.subscribe('vault.locked', () => useAttack.setState({ attack: null })),
  ]
  return () => {
    for (const end of ends) end()
  }
}
