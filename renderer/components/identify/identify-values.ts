import type { Input } from '../../../shared/contract/contract'
import type { IdentityCheck } from '../../../shared/model/common'

export type Situation = NonNullable<Input<'totps.begin'>['situation']>

/** What the first step has been told so far. */
export interface IdentifyValues {
  identity: IdentityCheck | null
  /** True when an authenticator that works would stop. */
  replacing: boolean
  situation: Situation | null
  minutes: number | string
}

/** What is missing or wrong before an enrollment can begin; each null when it is right. */
export function wrongIn({ identity, replacing, situation, minutes }: IdentifyValues) {
  const fits = typeof minutes === 'number' && minutes >= 5 && minutes <= 1440
  return {
    identity: identity ? null : 'Choose one.',
    situation: replacing && !situation ? 'Choose one.' : null,
    minutes: fits ? null : 'Between 5 and 1440 minutes.',
  }
}
