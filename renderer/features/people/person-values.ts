import type { Input } from '../../../shared/contract/contract'
import { DeskError, type ErrorCode } from '../../../shared/errors'
import { newUserSchema, personFields, type UserDetail } from '../../../shared/model/user'
import type { Prefill } from '../../data/person-form-store'

/** The form's fields as typed; an empty one is an absent one. */
export type PersonValues = Record<FormField, string>
export const formFields = ['name', ...personFields, 'notes'] as const
export type FormField = (typeof formFields)[number]
export type FieldErrors = Partial<Record<FormField, string>>

export function emptyValues(prefill: Prefill = {}): PersonValues {
  return { ...valuesFrom(() => ''), ...prefill }
}

export function valuesOf(user: UserDetail): PersonValues {
  return valuesFrom((field) => user[field] ?? '')
}

function valuesFrom(read: (field: FormField) => string): PersonValues {
  return Object.fromEntries(formFields.map((field) => [field, read(field)])) as PersonValues
}

/** What `users.create` takes. */
export function newUserOf(values: PersonValues): Input<'users.create'> {
  const filled = formFields.filter((field) => values[field].trim() !== '')
  return { name: '', ...Object.fromEntries(filled.map((field) => [field, values[field]])) }
}

/** What `users.update` takes: only what differs; a field that was emptied is cleared. */
export function changesOf(values: PersonValues, before: PersonValues): Input<'users.update'>['changes'] {
  const changes: Input<'users.update'>['changes'] = {}
  if (values.name !== before.name) changes.name = values.name
  if (values.notes !== before.notes) changes.notes = values.notes
  for (const field of personFields)
    if (values[field] !== before[field]) changes[field] = values[field].trim() === '' ? null : values[field]
  return changes
}

/** What is wrong with each field, by the same rules as the desk's. */
export function fieldErrors(values: PersonValues): FieldErrors {
  const parsed = newUserSchema.safeParse(newUserOf(values))
  if (parsed.success) return {}
  const errors: FieldErrors = {}
  for (const issue of parsed.error.issues) {
    const field = asField(issue.path[0])
    if (field) errors[field] ??= issue.message
  }
  return errors
}

const takenFields: Partial<Record<ErrorCode, FormField>> = {
  email_taken: 'email',
  phone_taken: 'phone',
  external_id_taken: 'externalId',
}

/** The fields that a refusal of the desk is about; empty when it is about something else. */
export function fieldErrorsOf(error: DeskError): FieldErrors {
  const taken = takenFields[error.code]
  if (taken) return { [taken]: error.message }
  if (error.code !== 'invalid_input') return {}
  const errors: FieldErrors = {}
  for (const [path, message] of Object.entries(error.details ?? {})) {
    const field = asField(path.replace(/^changes\./u, ''))
    if (field && typeof message === 'string') errors[field] = message
  }
  return errors
}

/** The person who already has the address, number or id, when the desk named them. */
export function ownerOf(error: unknown): { userId: string; name: string } | null {
  if (!(error instanceof DeskError) || !takenFields[error.code]) return null
  const { userId, name } = error.details ?? {}
  return typeof userId === 'string' && typeof name === 'string' ? { userId, name } : null
}

function asField(name: unknown): FormField | undefined {
  return formFields.find((field) => field === name)
}
