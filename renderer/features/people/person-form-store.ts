import { create } from 'zustand'
import type { UserDetail } from '../../../shared/model/user'

/** What the form opens with: a new person, perhaps with something typed already, or an existing one. */
export type PersonFormTask =
  | { kind: 'new'; name?: string; email?: string; thenEnroll?: boolean }
  | { kind: 'edit'; user: UserDetail }

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
