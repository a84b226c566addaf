import { type PersonField, personFields, type UserSummary } from '../../shared/model/user'

type Fields = Pick<UserSummary, PersonField>

/** What is known of a person beside their name: address, number, id. */
export function knownOf(user: Fields): string[] {
  return personFields.flatMap((field) => user[field] ?? [])
}

/** As {@link knownOf}, in short: a phone number only where there is no email address. */
export function shortlyKnownOf(user: Fields): string[] {
  return knownOf(user.email === null ? user : { ...user, phone: null })
}
