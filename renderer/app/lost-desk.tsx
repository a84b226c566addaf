import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useRoute } from 'wouter'
import { paths } from '../data/paths'
import { type ConnectionState, useConnection } from '../data/transport/connection'
import classes from './lost-desk.module.css'

interface Words {
  title: string
  text: string
}

const forTheOperator: Record<Exclude<ConnectionState, 'up'>, Words> = {
  silent: {
    title: 'The desk is not answering',
    text: 'What you typed is still here. This page asks again by itself and goes on as soon as the desk answers. If TOTP Desk was closed, start it again and open its new link.',
  },
  ended: {
    title: 'This page was closed',
    text: 'The console was opened with a newer link, or the vault was unlocked elsewhere. Open the console in this browser with a new link: then this page goes on by itself. What you typed is still here.',
  },
  other: {
    title: 'The desk was started again',
    text: 'What answers now is not the run of TOTP Desk that this page belongs to. Open the link that it printed. What you typed is still here.',
  },
  outside: {
    title: 'Open the console with its link',
    text: 'Press Enter in the terminal where TOTP Desk runs to get a new one.',
  },
}

const forThePerson: Words = {
  title: 'Please ask at the desk',
  text: 'This screen has lost its connection. Nothing that was accepted is lost.',
}

/**
 * Over the page while its host is away: the page under it stays as it is, with everything that was typed, and cannot be
 * read or used. The browser's own modal dialog holds the focus and gives it back to where it was.
 */
export function LostDesk() {
  const state = useConnection((connection) => connection.state)
  const [onPersonScreen] = useRoute(paths.personScreen(':totpId'))
  const dialog = useRef<HTMLDialogElement>(null)
  const lost = state !== 'up'

  // The dialog stays where it is when it is closed: only so does the browser put the focus back.
  useEffect(() => {
    if (!lost || !dialog.current) return
    const { current } = dialog
    const title = document.title
    document.title = 'Not connected · TOTP Desk'
    current.showModal()
    return () => {
      document.title = title
      current.close()
    }
  }, [lost])

  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      role="alertdialog"
      aria-labelledby="lost-desk"
      aria-describedby="lost-desk-text"
      onCancel={(event) => event.preventDefault()}
    >
      {lost ? <Notice state={state} words={onPersonScreen ? forThePerson : forTheOperator[state]} /> : null}
    </dialog>
  )
}

function Notice({ state, words }: { state: ConnectionState; words: Words }) {
  const { goOn, lookNow } = useConnection()
  const forPerson = words === forThePerson
  return (
    <>
      <h1 id="lost-desk">{words.title}</h1>
      <p id="lost-desk-text">{words.text}</p>
      <div className={classes.actions}>
        {goOn && !forPerson ? (
          <Button variant="filled" onClick={goOn}>
            Go on with the desk of the other tab
          </Button>
        ) : null}
        {state === 'silent' && !forPerson ? <Button onClick={lookNow}>Ask again now</Button> : null}
      </div>
    </>
  )
}
