import { DeskError } from '../../shared/errors'

/** A place in a list, as a caller keeps it to ask for the next page. */
export function cursorOf(place: string): string {
  return Buffer.from(place, 'utf8').toString('base64url')
}

/** The place that a cursor stands for; null for a text that {@link cursorOf} never made. */
export function placeOfCursor(cursor: string): string | null {
  const place = Buffer.from(cursor, 'base64url').toString('utf8')
  return cursorOf(place) === cursor ? place : null
}

/** The refusal of a cursor that is none of ours. */
export function unknownCursor(): DeskError {
  const message = 'This page of the list is not there. Open the list again.'
  return new DeskError('invalid_input', message, { cursor: 'Not a cursor.' })
}
