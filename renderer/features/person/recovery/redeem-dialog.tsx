import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { IdentityCheck } from '../../../../shared/model/common'
import type { UserDetail } from '../../../../shared/model/user'
import { announcementOf, ResultNote } from '../../../components/code-result/result-note'
import { useAnswer } from '../../../components/code-result/use-answer'
import { DialogActions, DialogForm } from '../../../components/dialog/dialog-form'
import { IdentityFields, useIdentity } from '../../../components/identify/identity-fields'
import { notForManagers } from '../../../components/not-for-managers'
import { desk } from '../../../data/transport'
import { firstNameOf } from '../../../words/names'
import { newSetOffer, redeemedWords } from '../../../words/redemption'
import classes from './recovery.module.css'

interface RedeemDialogProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
  /** Goes on to a new set, offered when few codes are left. */
  onReplace: () => void
  /** What is in the box at first: a recovery code that was typed into the code box. */
  typed?: string | undefined
}

/** Redeems one recovery code; the answer is shown in the dialog. Each opening begins with a new form. */
export function RedeemDialog(props: RedeemDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Redeem a recovery code" size={480}>
      <RedeemForm {...props} />
    </Modal>
  )
}

function RedeemForm({ user, onClose, onReplace, typed = '' }: RedeemDialogProps) {
  const firstName = firstNameOf(user.name)
  const [code, setCode] = useState(typed)
  const identity = useIdentity()
  const { busy, answer, error, submit, clear } = useAnswer((entered) =>
    desk.recovery.redeem({ userId: user.userId, code: entered, ...identityOf(identity.value) }),
  )
  const done = answer?.outcome.outcome === 'accepted' ? answer.outcome : null
  const accepted = done ? redeemedWords(done) : { headline: '', sentence: '' }
  const offer = done && newSetOffer(done)
  const context = {
    firstName,
    digits: user.totp?.digits ?? 6,
    period: user.totp?.period ?? 30,
    window: 1,
    box: 'recovery',
  } as const

  const doneActions = (
    <DialogActions>
      <Button type="submit" variant="filled">
        Done
      </Button>
    </DialogActions>
  )

  return (
    <DialogForm
      onSubmit={() => {
        if (done) onClose()
        else if (code.trim() !== '') void submit(code)
      }}
      error={error}
      busy={busy}
      needsClock
      submitLabel="Redeem"
      disabled={code.trim() === ''}
      onCancel={onClose}
      actions={done ? doneActions : undefined}
    >
      <TextInput
        label={`Recovery code of ${firstName}`}
        description="Four groups of four from the sheet. Case, blanks and hyphens do not matter."
        classNames={{ input: classes.codeInput }}
        value={code}
        maxLength={64}
        {...notForManagers}
        spellCheck={false}
        readOnly={busy}
        data-autofocus
        onChange={(event) => {
          setCode(event.currentTarget.value)
          if (answer || error) clear()
        }}
      />
      <IdentityFields identity={identity} label="Identity check (optional)" optional />
      <div className={classes.result}>
        <ResultNote answer={answer} accepted={accepted} context={context} />
        <span className="visually-hidden" role="status">
          {announcementOf(answer, accepted, context)}
        </span>
      </div>
      {offer ? (
        <div className={classes.low}>
          <span>{offer}</span>
          <Button onClick={onReplace}>Make a new set</Button>
        </div>
      ) : null}
    </DialogForm>
  )
}

function identityOf(check: IdentityCheck | null): { identityCheck?: IdentityCheck } {
  return check ? { identityCheck: check } : {}
}
