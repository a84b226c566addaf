import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { DeskError } from '../../../shared/errors'
import { asDeskError } from '../../data/desk-error'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { useCountdown } from './countdown'
import { Deriving } from './deriving'
import { Refusal } from './refusal'
import classes from './unlock.module.css'

const nothingTyped = new DeskError('invalid_input', 'Type the passphrase first.')

/** Opens the vault with the operator's passphrase. */
export function UnlockVault() {
  const [passphrase, setPassphrase] = useState('')
  const [empty, setEmpty] = useState(false)
  const wait = useCountdown()
  const input = useRef<HTMLInputElement>(null)
  const { run, busy, error } = useAct(
    () => desk.vault.unlock({ passphrase }),
    (status) => queryClient.setQueryData(keys.vault, status),
    (refused) => {
      wait.start(Number(asDeskError(refused).details?.retryAfterSeconds ?? 0))
      input.current?.focus()
      input.current?.select()
    },
  )
  const refusal = empty ? nothingTyped : error === null ? null : asDeskError(error)

  function unlock(event: FormEvent) {
    event.preventDefault()
    if (busy || wait.seconds > 0) return
    setEmpty(passphrase === '')
    if (passphrase !== '') run()
  }

  return (
    <form className={classes.form} onSubmit={unlock}>
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
      {busy ? <Deriving /> : <Refusal error={refusal} secondsLeft={wait.seconds} />}
      <Button type="submit" variant="filled" fullWidth disabled={busy || wait.seconds > 0}>
        {wait.seconds > 0 ? `Next try in ${wait.seconds} s` : 'Unlock'}
      </Button>
    </form>
  )
}
