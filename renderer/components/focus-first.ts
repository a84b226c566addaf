import type { FormErrors, UseFormReturnType } from '@mantine/form'

/** For a form's refused submit: puts the cursor where the first thing is to be mended. */
export function focusFirst<V extends object>(form: UseFormReturnType<V>): (errors: FormErrors) => void {
  return (errors) => {
    const [first] = Object.keys(errors)
    if (first === undefined) return
    const node = form.getInputNode(first)
    node?.scrollIntoView({ block: 'center' })
    node?.focus()
  }
}
