import { DeskError } from '../../shared/errors'

/** What a refused call said; anything that is not a refusal becomes one sentence too. */
export function asDeskError(error: unknown): DeskError {
  if (error instanceof DeskError) return error
  return new DeskError('internal', 'Something went wrong on this screen. Nothing was changed. Open it again.')
}
