import type { AttackKind, DemoPhone, DemoStatus } from '../../shared/model/demo'
import type { ClockStatus } from '../../shared/model/desk'

/** The demo's lab: virtual phones, a clock that can be moved, and a scripted attacker. */
export interface Demo {
  /** @throws DeskError `forbidden` outside a demo */
  status(): DemoStatus
  /** @throws DeskError `forbidden` outside a demo, `vault_locked` */
  phones(): DemoPhone[]
  /** @throws DeskError `forbidden` outside a demo, `not_found` for a person without a phone */
  setDrift(input: { userId: string; driftSeconds: number }): DemoPhone
  /** @throws DeskError `forbidden` outside a demo */
  setClock(input: { offsetMs: number }): Promise<ClockStatus>
  /**
   * Starts an attack and answers at once.
   * @throws DeskError `forbidden` outside a demo, `not_found`, `totp_not_active`, `too_many_requests` while one runs
   */
  attack(input: { kind: AttackKind; userId: string }): { attackId: string }
}
