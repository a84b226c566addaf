import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { type Settings, settingsSchema } from '../../../shared/model/desk'
import { ErrorNote } from '../../components/error-note'
import { focusFirst } from '../../components/focus-first'
import { useLeaveGuard } from '../../components/leave-guard'
import { Panel } from '../../components/panel'
import { asDeskError } from '../../data/desk-error'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { AtWork, Codes, Enrollment, Failures } from './setting-groups'
import classes from './settings-page.module.css'

/** The first thing wrong with each field, by the desk's own rules. */
function settingErrors(values: Settings): Record<string, string> {
  const errors: Record<string, string> = {}
  const parsed = settingsSchema.safeParse(values)
  for (const issue of parsed.error?.issues ?? []) errors[String(issue.path[0])] ??= issue.message
  if (!errors.lockAfter && values.lockAfter < values.delayAfter) errors.lockAfter = 'Not before the waits begin.'
  return errors
}

/** Only what differs, so that two admins do not undo each other's changes. */
function changesOf(values: Settings, before: Settings): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== before[name as keyof Settings]),
  ) as Partial<Settings>
}

/** The desk's settings: every operator sees them, admins change them. */
export function DeskSettings({ settings, mayChange }: { settings: Settings; mayChange: boolean }) {
  const form = useForm<Settings>({ initialValues: settings, validate: settingErrors, validateInputOnBlur: true })
  const [saved, setSaved] = useState(false)
  const dirty = Object.keys(changesOf(form.values, settings)).length > 0
  useLeaveGuard(dirty ? 'What you changed in the settings is not saved.' : null)
  useEffect(() => {
    if (dirty) setSaved(false)
  }, [dirty])

  const save = useAct(
    (values: Settings) => desk.settings.update(changesOf(values, settings)),
    (stored) => {
      queryClient.setQueryData(keys.settings, stored)
      form.setInitialValues(stored)
      form.setValues(stored)
      setSaved(true)
    },
    (refused) => {
      const { code, details } = asDeskError(refused)
      if (code === 'invalid_input' && details) form.setErrors(details)
    },
  )

  return (
    <form onSubmit={form.onSubmit(save.run, focusFirst(form))} className={classes.form} noValidate>
      <fieldset disabled={!mayChange} className={classes.groups}>
        <legend className="visually-hidden">Settings of the desk</legend>
        <Panel title="Enrollment">
          <Enrollment form={form} />
        </Panel>
        <Panel title="Codes">
          <Codes form={form} />
        </Panel>
        <Panel title="After wrong codes">
          <Failures form={form} />
        </Panel>
        <Panel title="At work">
          <AtWork form={form} />
        </Panel>
      </fieldset>
      <div className={classes.save}>
        <ErrorNote error={save.error} />
        <div role="status" className={saved ? classes.saved : undefined}>
          {saved ? (
            <>
              <IconCheck size={16} stroke={1.75} aria-hidden="true" /> Saved. It applies from now on.
            </>
          ) : null}
        </div>
        {mayChange ? null : <span className="muted">Only an admin changes these.</span>}
        {dirty ? <Button onClick={() => form.setValues(settings)}>Undo</Button> : null}
        <Button type="submit" variant="filled" disabled={!mayChange || !dirty}>
          Save
        </Button>
      </div>
    </form>
  )
}
