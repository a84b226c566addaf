import { create } from 'zustand'
import type { UserDetail } from '../../shared/model/user'

/** What is known about a person before they are in the desk. */
export interface Prefill {
  name?: string
  email?: string
  phone?: string
}

/** What the form opens with: a new person, perhaps with something typed already, or an existing one. */
export type PersonFormTask = { kind: 'new'; prefill?: Prefill } | { kind: 'edit'; user: UserDetail }

/** The person form is opened from the desk, the people screen, a person's page and the search: one place holds it. */
export const usePersonForm = create<{ task: PersonFormTask | null }>(() => ({ task: null }))

/** Opens the form for a new person, or to edit one. */
export function openPersonForm(task: PersonFormTask): void {
  usePersonForm.setState({ task })
}

/** Closes the form, whatever was typed. */
export function closePersonForm(): void {
  usePersonForm.setState({ task: null })
}

/** Puts what was typed into a search box into the field it belongs to. */
export function prefillFrom(typed: string): Prefill {
  const text = typed.trim()
  if (text.includes('@')) return { email: text }
  if (/^\+?[\d\s().-]{6,}$/u.test(text)) return { phone: text }
  return text === '' ? {} : { name: text }
}
