import { z } from 'zod'

// The pages run under a policy without `unsafe-eval`; zod's compiled parsers would trip it.
z.config({ jitless: true })

// Control, invisible and bidirectional characters could forge or reorder a line in a log, an export or
// on screen (CWE-117, Trojan Source), blank letters could make an invisible name, and half a
// character has no UTF-8: no text field may hold them.
const forbiddenCharacters = /\u034f|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/u
// Where a script is written with joiners they are part of a name's spelling (UAX #31, section 2.3), and
// the emoji of people are put together with them.
const joiningScripts = ['Beng', 'Deva', 'Gujr', 'Guru', 'Knda', 'Mlym', 'Orya', 'Sinh', 'Taml', 'Telu', 'Arab']
const joining = joiningScripts.map((script) => `\\p{scx=${script}}`).join('')
const joiners = new RegExp(
  `(?<=[${joining}])[\\u200c\\u200d](?=[${joining}])|(?<=[\\p{Emoji}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})`,
  'gu',
)

function canBeShown(text: string): boolean {
  return !forbiddenCharacters.test(text.replaceAll(joiners, ''))
}

/** One line of text that a person typed: trimmed, NFC, no control or direction characters. */
export function lineOfText(maxLength: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .max(maxLength, `At most ${maxLength} characters.`)
        .refine((text) => canBeShown(text), 'Contains characters that cannot be shown.'),
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
        .refine((text) => canBeShown(text.replaceAll('\n', '')), 'Contains characters that cannot be shown.'),
    )
}

/** A reason that an operator must give: it is shown to auditors, so it may not be empty. */
export const reasonSchema = lineOfText(200).pipe(z.string().min(3, 'Give a reason of at least three characters.'))

/** Source of a pattern for a UUID in lower case, the last part of every id. */
export const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** An id such as `user-live-<uuid>`; `test` stands in the ids of a demo vault, as at Stytch. */
export function idOf(kind: string) {
  return z.string().regex(new RegExp(`^${kind}-(live|test)-${uuidPattern}$`), `Not a ${kind} id.`)
}

export const userIdSchema = idOf('user')
export const totpIdSchema = idOf('totp')
export const passIdSchema = idOf('pass')
export const interactionIdSchema = idOf('interaction')
export const eventIdSchema = idOf('event')

/** Unix time in milliseconds. */
export const timeMsSchema = z.int().min(0)

/** How staff checked who the person is (OWASP ASVS 5.0 6.4.4). */
export const identityCheckSchema = z.strictObject({
  kind: z.enum(['badge', 'photo_id', 'known_in_person', 'manager_vouched', 'questions', 'other']),
  /** A badge number or the like; never a copy of a document's contents. */
  reference: lineOfText(80).optional(),
})
export type IdentityCheck = z.infer<typeof identityCheckSchema>
