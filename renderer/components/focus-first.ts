import type { FormErrors, UseFormReturnType } from '@mantine/form'

/** For a form's refused submit: puts the cursor where the first thing is to be corrected. */
export function focusFirst<V extends object>(form: UseFormReturnType<V>): (errors: FormErrors) => void {
  return (errors) => {
    const [first] = Object.keys(errors)
    if (first === undefined) return
    const node = form.getInputNode(first)
    node?.scrollIntoView({ block: 'center' })
    node?.focus()
  }
}

/**
 * The same for a form that keeps its values itself: after the render that says what is wrong, puts the
 * cursor into the first field that is marked so, or into the radio group that waits for a choice.
 */
export function focusFirstInvalid(form: HTMLFormElement | null): void {
  setTimeout(() => {
    const fields = '[aria-invalid="true"], [role="radiogroup"]:has(+ [class*="error"]) input'
    form?.querySelector<HTMLElement>(fields)?.focus()
  })
}
