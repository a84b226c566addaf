import { Button, Modal, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './confirm-modal.module.css'
import { ErrorNote } from './error-note'

interface ConfirmModalProps {
  opened: boolean
  onClose: () => void
  title: string
  /** What happens, and what goes with it. */
  children: ReactNode
  /** The act's own verb, such as "Remove Mara". */
  confirmLabel: string
  /** True for an act that destroys: the button turns to the colour for bad. */
  danger?: boolean
  /** Text that must be typed before the act can be confirmed, such as the person's name. */
  typeToConfirm?: string
  /** Runs the act. A rejection stands in the dialog, which stays open. */
  onConfirm: () => Promise<unknown>
}

/** Spelling differences a person may not see: case, blanks at the ends, composed letters. */
const folded = (text: string) => text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase()

/** Asks before an act that cannot be taken back. */
export function ConfirmModal(props: ConfirmModalProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size={440}>
      <ConfirmBody {...props} />
    </Modal>
  )
}

function ConfirmBody({ onClose, children, confirmLabel, danger, typeToConfirm, onConfirm }: ConfirmModalProps) {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const ready = typeToConfirm === undefined || folded(typed) === folded(typeToConfirm)

  async function confirm() {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onClose()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      className={classes.body}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void confirm()
      }}
    >
      <div>{children}</div>
      {typeToConfirm === undefined ? null : (
        <TextInput
          label={`Type “${typeToConfirm}” to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      )}
      <ErrorNote error={error} />
      <div className={classes.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" data-danger={danger || undefined} disabled={!ready} loading={busy}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  )
}
