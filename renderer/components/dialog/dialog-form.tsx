import { Button } from '@mantine/core'
import type { FormEvent, ReactNode, Ref } from 'react'
import { useClockHeld } from '../../data/queries/desk'
import { ClockHeldNote } from '../clock-held-note'
import { ErrorNote } from '../error-note'
import classes from './dialog.module.css'

/** A dialog's parts, one below the other. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>
}

/** A dialog's buttons, at its end; the one that acts comes last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>
}

/** Two fields side by side. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>
}

interface DialogFormProps {
  /** The fields, and the words around them. */
  children: ReactNode
  /** Runs the act; the page is never sent. */
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
  /** The act's refusal; null when there is none. */
  error: unknown
  /** True while the act runs. */
  busy?: boolean
  /** The act's own verb, such as "Remove Mara". */
  submitLabel?: ReactNode
  /** True while the act cannot be done yet. */
  disabled?: boolean
  /** True for an act that the desk refuses while its clock is held back. */
  needsClock?: boolean
  /** True for an act that destroys. */
  danger?: boolean | undefined
  /** Closes without the act. Without it there is no such button. */
  onCancel?: (() => void) | undefined
  cancelLabel?: string
  /** In place of the usual two buttons. */
  actions?: ReactNode
  ref?: Ref<HTMLFormElement>
}

/** A form as every dialog has it: fields, the refusal where the act was done, and the buttons below. */
export function DialogForm({ children, onSubmit, error, actions, needsClock, ref, ...buttons }: DialogFormProps) {
  const Usual = needsClock ? ActionsWithClock : UsualActions
  return (
    <form
      ref={ref}
      className={classes.body}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(event)
      }}
    >
      {children}
      <ErrorNote error={error} />
      {actions === undefined ? <Usual {...buttons} /> : actions}
    </form>
  )
}

type Buttons = Pick<DialogFormProps, 'busy' | 'submitLabel' | 'disabled' | 'danger' | 'onCancel' | 'cancelLabel'>

function UsualActions({ busy, submitLabel, disabled, danger, onCancel, cancelLabel = 'Cancel' }: Buttons) {
  return (
    <DialogActions>
      {onCancel ? <Button onClick={onCancel}>{cancelLabel}</Button> : null}
      <Button
        type="submit"
        variant="filled"
        data-danger={danger || undefined}
        disabled={disabled ?? false}
        loading={busy ?? false}
      >
        {submitLabel}
      </Button>
    </DialogActions>
  )
}

function ActionsWithClock(buttons: Buttons) {
  const held = useClockHeld()
  return (
    <>
      <ClockHeldNote />
      <UsualActions {...buttons} disabled={held || buttons.disabled === true} />
    </>
  )
}
