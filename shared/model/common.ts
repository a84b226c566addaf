import { z } from 'zod'

// The pages run under a policy without `unsafe-eval`; zod's compiled parsers would trip it.
z.config({ jitless: true })

// Control, zero-width and bidirectional characters could forge or reorder a line in a log, an
// export or on screen (CWE-117, Trojan Source), so no text field may hold them.
const forbiddenCharacters = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u
const forbiddenInNotes = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u

/** One line of text that a person typed: trimmed, NFC, no control or direction characters. */
export function lineOfText(maxLength: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .max(maxLength, `At most ${maxLength} characters.`)
        .refine((text) => !forbiddenCharacters.test(text), 'Contains characters that cannot be shown.'),
    )
}

/** Several lines of text: as {@link lineOfText}, but line feeds are kept. */
export function linesOfText(maxLength: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .max(maxLength, `At most ${maxLength} characters.`)
        .refine((text) => !forbiddenInNotes.test(text), 'Contains characters that cannot be shown.'),
    )
}

/** A reason that an operator must give: it is shown to auditors, so it may not be empty. */
export const reasonSchema = lineOfText(200).pipe(z.string().min(3, 'Give a reason of at least three characters.'))

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** An id such as `user-live-<uuid>`; `test` stands in the ids of a demo vault, as at Stytch. */
export function idOf(kind: string) {
  return z.string().regex(new RegExp(`^${kind}-(live|test)-${uuid}$`), `Not a ${kind} id.`)
}

export const userIdSchema = idOf('user')
export const totpIdSchema = idOf('totp')
export const passIdSchema = idOf('pass')
export const interactionIdSchema = idOf('interaction')
export const eventIdSchema = idOf('event')

/** Unix time in milliseconds. */
export const timeMsSchema = z.int().min(0)

/** How staff made sure who stands in front of them (OWASP ASVS 5.0 6.4.4). */
export const identityCheckSchema = z.strictObject({
  kind: z.enum(['badge', 'photo_id', 'known_in_person', 'manager_vouched', 'questions', 'other']),
  /** A badge number or the like; never a copy of a document's contents. */
  reference: lineOfText(80).optional(),
})
export type IdentityCheck = z.infer<typeof identityCheckSchema>
