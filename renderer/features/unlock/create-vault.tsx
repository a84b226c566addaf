import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useId } from 'react'
import { minPassphraseLength, operatorNameSchema, settingsSchema } from '../../../shared/model/desk'
import { focusFirst } from '../../components/focus-first'
import { asDeskError } from '../../data/desk-error'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { Deriving } from './deriving'
import { Refusal } from './refusal'
import { useStrength } from './strength'
import { StrengthMeter } from './strength-meter'
import classes from './unlock.module.css'

const firstIssue = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues[0]?.message ?? null

/** The first day: who works here, for whom, and the passphrase that guards everything. */
export function CreateVault() {
  const strengthId = useId()
  const form = useForm({
    initialValues: { operator: '', issuer: '', passphrase: '', again: '' },
    validate: {
      operator: (name) => firstIssue(operatorNameSchema.safeParse(name)),
      issuer: (name) => firstIssue(settingsSchema.shape.issuer.safeParse(name)),
      passphrase: (text) =>
        [...text].length < minPassphraseLength ? `Use at least ${minPassphraseLength} characters.` : null,
      again: (text, values) => (text === values.passphrase ? null : 'The two differ. Type it again.'),
    },
  })
  const { operator, issuer, passphrase } = form.values
  const strength = useStrength(passphrase, [operator, issuer])

  const { run, busy, error } = useAct(
    () => desk.vault.create({ operator, passphrase, issuer }),
    (status) => queryClient.setQueryData(keys.vault, status),
  )

  return (
    <form className={classes.form} onSubmit={form.onSubmit(() => run(), focusFirst(form))} noValidate>
      <div>
        <h1>Set up this desk</h1>
        <p className="muted">Everything you enter is kept in one encrypted vault on this computer.</p>
      </div>
      <div className={classes.pair}>
        <TextInput
          label="Your name"
          description="Written to the audit log."
          autoComplete="name"
          autoFocus
          maxLength={100}
          readOnly={busy}
          {...form.getInputProps('operator')}
        />
        <TextInput
          label="Organisation"
          description="People see it in their app."
          autoComplete="organization"
          maxLength={80}
          readOnly={busy}
          {...form.getInputProps('issuer')}
        />
      </div>
      <div>
        <PasswordInput
          label="Passphrase"
          autoComplete="new-password"
          maxLength={1024}
          readOnly={busy}
          aria-describedby={strengthId}
          {...form.getInputProps('passphrase')}
        />
        <StrengthMeter id={strengthId} strength={strength} />
      </div>
      <PasswordInput
        label="Passphrase again"
        autoComplete="new-password"
        maxLength={1024}
        readOnly={busy}
        {...form.getInputProps('again')}
      />
      <p className={classes.note}>
        Without this passphrase the vault cannot be opened, not even by the makers of this program. Write it down and
        lock the paper away.
      </p>
      {busy ? <Deriving creating /> : <Refusal error={error === null ? null : asDeskError(error)} />}
      <Button type="submit" variant="filled" fullWidth disabled={busy}>
        Create the vault
      </Button>
    </form>
  )
}
