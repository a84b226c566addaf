import type { z } from 'zod'
import { DeskError } from '../../shared/errors'

/**
 * The refusal of input that does not fit its schema: the message names the first field, the details
 * every field with what is wrong with it. What was sent is never quoted: it may be a secret.
 */
export function invalidInput(error: z.ZodError): DeskError {
  const details: Record<string, string> = {}
  for (const issue of error.issues) details[fieldOf(issue)] ??= wordsFor(issue)
  const [field, words] = Object.entries(details)[0] ?? ['input', 'Not understood.']
  return new DeskError('invalid_input', `Check the field ${field}: ${words}`, details)
}

function fieldOf({ path }: z.core.$ZodIssue): string {
  return path.length > 0 ? path.join('.') : 'input'
}

function wordsFor(issue: z.core.$ZodIssue): string {
  // zod's own words would repeat the names of unknown fields, which are the caller's text.
  if (issue.code === 'unrecognized_keys') return 'Has a field that is not known here.'
  return issue.message.endsWith('.') ? issue.message : `${issue.message}.`
}
