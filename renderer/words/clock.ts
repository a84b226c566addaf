import type { ClockStatus } from '../../shared/model/desk'
import { dateAndTime } from './times'

/** The clock's state for the top bar: a short label, and a sentence for those who ask. */
export function clockWords(clock: ClockStatus): { label: string; title: string; tone: 'good' | 'warn' | 'bad' } {
  if (clock.blocked)
    return {
      label: 'Clock went back',
      title: `The clock went back. The desk has seen ${dateAndTime(clock.highestSeen)} before. Codes are paused until an admin confirms the time.`,
      tone: 'bad',
    }
  if (clock.verdict === 'jumped_back')
    return { label: 'Clock moved back', title: 'The clock moved back a little since the desk opened.', tone: 'warn' }
  if (clock.verdict === 'jumped_forward')
    return {
      label: 'Clock jumped ahead',
      title: 'The clock moved forward since the desk opened. Check that it is right.',
      tone: 'warn',
    }
  if (clock.virtual)
    return { label: 'Demo clock', title: 'The demo’s own clock; the time slider moves it.', tone: 'warn' }
  return {
    label: 'Clock steady',
    title: `Codes are checked against this computer’s clock (${clock.timeZone}).`,
    tone: 'good',
  }
}

/** Said where something cannot be done because the clock went back. */
export const clockHeldWords = {
  title: 'Codes are paused',
  sentence: 'This computer’s clock went back. Nothing is checked or begun until an admin confirms the time.',
  act: 'Confirm the time',
} as const
