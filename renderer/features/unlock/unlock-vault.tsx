import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { DeskError } from '../../../shared/errors'
import { asDeskError } from '../../data/desk-error'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useCountdown } from './countdown'
import { Deriving } from './deriving'
import { Refusal } from './refusal'
import classes from './unlock.module.css'

/** Opens the vault with the operator's passphrase. */
export function UnlockVault() {
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const wait = useCountdown()
  const input = useRef<HTMLInputElement>(null)

  async function unlock(event: FormEvent) {
    event.preventDefault()
    if (busy || wait.seconds > 0) return
    if (passphrase === '') return setError(new DeskError('invalid_input', 'Type the passphrase first.'))
    setBusy(true)
    setError(null)
    try {
      queryClient.setQueryData(keys.vault, await desk.vault.unlock({ passphrase }))
    } catch (thrown) {
      const refused = asDeskError(thrown)
      setError(refused)
      wait.start(Number(refused.details?.retryAfterSeconds ?? 0))
      setBusy(false)
      input.current?.focus()
      input.current?.select()
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void unlock(event)}>
      <h1>Unlock the desk</h1>
      <PasswordInput
        ref={input}
        label="Passphrase"
        size="md"
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        autoComplete="current-password"
        autoFocus
        readOnly={busy}
        maxLength={1024}
      />
      {busy ? <Deriving /> : <Refusal error={error} secondsLeft={wait.seconds} />}
      <Button type="submit" variant="filled" fullWidth disabled={busy || wait.seconds > 0}>
        {wait.seconds > 0 ? `Next try in ${wait.seconds} s` : 'Unlock'}
      </Button>
    </form>
  )
}
