import { Modal, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../data/use-act'
import { DialogForm } from './dialog-form'

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
  /** Runs the act. A rejection is shown in the dialog, which stays open. */
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
  const { run, busy, error } = useAct(onConfirm, onClose)
  const ready = typeToConfirm === undefined || folded(typed) === folded(typeToConfirm)
  return (
    <DialogForm
      onSubmit={() => ready && run()}
      error={error}
      busy={busy}
      submitLabel={confirmLabel}
      disabled={!ready}
      danger={danger}
      onCancel={onClose}
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
    </DialogForm>
  )
}
