import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { UserDetail } from '../../../shared/model/user'
import { DialogActions, DialogForm, FieldPair } from '../../components/dialog/dialog-form'
import { focusFirst } from '../../components/focus-first'
import { asDeskError } from '../../data/desk-error'
import { paths } from '../../data/paths'
import { closePersonForm, type PersonFormTask, usePersonForm } from '../../data/person-form-store'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import classes from './person-form.module.css'
import {
  changesOf,
  emptyValues,
  fieldErrors,
  fieldErrorsOf,
  formFields,
  newUserOf,
  ownerOf,
  type PersonValues,
  valuesOf,
} from './person-values'

/** Where the person form opens, from wherever it was asked for. */
export function PersonFormHost() {
  const task = usePersonForm((state) => state.task)
  return task ? <PersonModal task={task} /> : null
}

function PersonModal({ task }: { task: PersonFormTask }) {
  const before = task.kind === 'edit' ? valuesOf(task.user) : emptyValues()
  const form = useForm<PersonValues>({
    // What came from a search box counts as typed here.
    initialValues: task.kind === 'edit' ? before : { ...before, ...task.prefill },
    validate: fieldErrors,
  })
  const [asking, setAsking] = useState(false)
  const unsaved = formFields.some((field) => form.values[field] !== before[field])
  // Where the cursor was, for whoever keeps editing.
  const cursor = useRef<Element | null>(null)
  const close = () => {
    if (!unsaved) return closePersonForm()
    if (!asking) cursor.current = document.activeElement
    setAsking(true)
  }
  const keep = () => {
    setAsking(false)
    if (cursor.current instanceof HTMLElement && cursor.current.isConnected) cursor.current.focus()
    else form.getInputNode('name')?.focus()
  }

  return (
    <Modal
      opened
      onClose={close}
      title={task.kind === 'edit' ? `Edit ${task.user.name}` : 'New person'}
      size={520}
      closeOnClickOutside={false}
    >
      <PersonFields task={task} form={form} before={before} onCancel={close} asking={asking} />
      {asking ? <ThrowAway onKeep={keep} /> : null}
    </Modal>
  )
}

function ThrowAway({ onKeep }: { onKeep: () => void }) {
  return (
    <div role="alertdialog" aria-label="Not saved" className={classes.ask}>
      <span>What you typed is not saved.</span>
      <Button variant="subtle" data-danger onClick={closePersonForm}>
        Throw it away
      </Button>
      <Button onClick={onKeep} autoFocus>
        Keep editing
      </Button>
    </div>
  )
}

interface PersonFieldsProps {
  task: PersonFormTask
  form: UseFormReturnType<PersonValues>
  before: PersonValues
  onCancel: () => void
  asking: boolean
}

function PersonFields({ task, form, before, onCancel, asking }: PersonFieldsProps) {
  const [, navigate] = useLocation()
  const creating = task.kind === 'new'
  const save = useAct(
    ({ values }: Save) => saved(task, values, before),
    (user, { thenEnroll }) => {
      queryClient.setQueryData(keys.user(user.userId), user)
      closePersonForm()
      if (creating) navigate(thenEnroll ? paths.enroll(user.userId) : paths.person(user.userId))
    },
    (refused) => {
      const errors = fieldErrorsOf(asDeskError(refused))
      form.setErrors(errors)
      focusFirst(form)(errors)
    },
  )
  const submit = (thenEnroll: boolean) => form.onSubmit((values) => save.run({ values, thenEnroll }), focusFirst(form))
  const atAField = save.error !== null && Object.keys(fieldErrorsOf(asDeskError(save.error))).length > 0

  const buttons = (
    <DialogActions>
      <Button onClick={onCancel}>Cancel</Button>
      {creating ? (
        <Button disabled={save.busy} onClick={() => submit(false)()}>
          Create only
        </Button>
      ) : null}
      <Button type="submit" variant="filled" loading={save.busy}>
        {creating ? 'Create and enroll' : 'Save'}
      </Button>
    </DialogActions>
  )
  return (
    <DialogForm onSubmit={submit(true)} error={atAField ? null : save.error} actions={asking ? null : buttons}>
      <Fields form={form} owner={ownerOf(save.error)} />
    </DialogForm>
  )
}

interface Save {
  values: PersonValues
  thenEnroll: boolean
}

function saved(task: PersonFormTask, values: PersonValues, before: PersonValues): Promise<UserDetail> {
  if (task.kind === 'new') return desk.users.create(newUserOf(values))
  return desk.users.update({ userId: task.user.userId, changes: changesOf(values, before) })
}

function OpenOwner({ owner }: { owner: { userId: string; name: string } }) {
  const [, navigate] = useLocation()
  return (
    <Button
      variant="subtle"
      className={classes.owner ?? ''}
      onClick={() => {
        closePersonForm()
        navigate(paths.person(owner.userId))
      }}
    >
      Open {owner.name}
    </Button>
  )
}

interface FieldsProps {
  form: UseFormReturnType<PersonValues>
  /** Who already has what was typed. */
  owner: { userId: string; name: string } | null
}

function Fields({ form, owner }: FieldsProps) {
  const startAtEmail = form.values.name !== '' && form.values.email === ''
  return (
    <>
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={200}
        data-autofocus={startAtEmail ? undefined : true}
        {...form.getInputProps('name')}
      />
      <FieldPair>
        <TextInput
          label="Email"
          type="email"
          inputMode="email"
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          data-autofocus={startAtEmail ? true : undefined}
          {...form.getInputProps('email')}
        />
        <TextInput
          label="Phone"
          type="tel"
          autoComplete="off"
          placeholder="+46 70 123 45 67"
          maxLength={40}
          {...form.getInputProps('phone')}
        />
      </FieldPair>
      {owner ? (
        <OpenOwner owner={owner} />
      ) : (
        <p className={`small muted ${classes.needed}`}>One of the two is needed: it tells people of one name apart.</p>
      )}
      <TextInput
        label="External id"
        description="Such as a badge or staff number."
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        {...form.getInputProps('externalId')}
      />
      <Textarea label="Notes" autosize minRows={2} maxRows={6} maxLength={2100} {...form.getInputProps('notes')} />
    </>
  )
}
