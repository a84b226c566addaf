import type { Tone } from './tone'

/** Good below 400, a refusal below 500, our own fault above. */
export function statusTone(status: number): Tone {
  if (status < 400) return 'good'
  return status < 500 ? 'warn' : 'bad'
}
