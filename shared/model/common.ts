import { z } from 'zod'
import { hiddenCharacter, nameOfCharacter } from '../text/characters'
import { cleanLine } from '../text/clean'

// The pages run under a policy without `unsafe-eval`; zod's compiled parsers would trip it.
z.config({ jitless: true })

/** Refuses what cannot be shown, and names it: see {@link hiddenCharacter}. */
function shown(textOf: (text: string) => string = (text) => text) {
  return (context: z.core.ParsePayload<string>) => {
    const hidden = hiddenCharacter(textOf(context.value))
    if (hidden === undefined) return
    const message = `Contains ${nameOfCharacter(hidden)}, which cannot be shown. Delete it.`
    context.issues.push({ code: 'custom', message, input: context.value, continue: true })
  }
}

/** One line of text that a person typed: without what paste put round it, NFC, all of it to be seen. */
export function lineOfText(maxLength: number) {
  return z
    .string()
    .transform(cleanLine)
    .pipe(z.string().max(maxLength, `At most ${maxLength} characters.`).check(shown()))
}

/** Several lines of text: as {@link lineOfText}, but line feeds are kept. */
export function linesOfText(maxLength: number) {
  return z
    .string()
    .transform((text) => cleanLine(text.replaceAll('\r\n', '\n')))
    .pipe(
      z
        .string()
        .max(maxLength, `At most ${maxLength} characters.`)
        .check(shown((text) => text.replaceAll('\n', ''))),
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
