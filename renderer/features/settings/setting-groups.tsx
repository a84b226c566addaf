import { NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { timeLeft } from '../../words/times'
import { Setting } from './setting'
import type { SettingsForm } from './settings-form'

type NumberSetting = 'expirationMinutes' | 'delayAfter' | 'lockAfter' | 'lockMinutes' | 'autoLockMinutes'

interface NumberProps {
  form: SettingsForm
  name: NumberSetting
  label: string
  about: string
  min: number
  max: number
  step?: number
  unit: string
}

function NumberSettingRow({ form, name, label, about, min, max, step = 1, unit }: NumberProps) {
  const { error, ...input } = form.getInputProps(name)
  return (
    <Setting label={label} about={about} error={error}>
      {(ids) => (
        <NumberInput
          {...ids}
          {...input}
          error={Boolean(error)}
          min={min}
          max={max}
          step={step}
          allowDecimal={false}
          allowNegative={false}
          suffix={` ${unit}`}
        />
      )}
    </Setting>
  )
}

const minutes = (value: number) => (Number.isFinite(value) && value > 0 ? timeLeft(value * 60_000) : 'never')

export function Enrollment({ form }: { form: SettingsForm }) {
  const { error, ...issuer } = form.getInputProps('issuer')
  return (
    <>
      <Setting
        label="Organisation"
        about="Named in the authenticator app, on the person’s screen and on prints."
        error={error}
      >
        {(ids) => <TextInput {...ids} {...issuer} error={Boolean(error)} maxLength={80} />}
      </Setting>
      <NumberSettingRow
        form={form}
        name="expirationMinutes"
        label="A QR waits for its first code"
        about={`5 minutes to a day. Now ${minutes(form.values.expirationMinutes)}; then a new QR is shown.`}
        min={5}
        max={1440}
        step={5}
        unit="min"
      />
    </>
  )
}

export function Codes({ form }: { form: SettingsForm }) {
  return (
    <>
      <Setting
        label="Codes accepted"
        about={
          form.values.window === 1
            ? 'The previous, this and the next step: a phone may be up to 30 s off. Each code works once.'
            : 'This step only: a code stops working when its 30 s end, and a phone’s clock must be right.'
        }
      >
        {(ids) => (
          <SegmentedControl
            {...ids}
            fullWidth
            value={form.values.window}
            onChange={(value) => form.setFieldValue('window', value)}
            data={[
              { value: 1, label: '3 steps' },
              { value: 0, label: '1 step' },
            ]}
          />
        )}
      </Setting>
      <Setting
        label="Recovery codes"
        about={
          form.values.recoveryCodes === 'hashed'
            ? 'Shown once and kept as salted hashes: they cannot be read again.'
            : 'Kept readable inside the vault for the API call that returns them. Any operator who unlocks the vault could read them.'
        }
      >
        {(ids) => (
          <SegmentedControl
            {...ids}
            fullWidth
            value={form.values.recoveryCodes}
            onChange={(value) => form.setFieldValue('recoveryCodes', value)}
            data={[
              { value: 'hashed', label: 'Hashed' },
              { value: 'readable', label: 'Readable' },
            ]}
          />
        )}
      </Setting>
    </>
  )
}

export function Failures({ form }: { form: SettingsForm }) {
  return (
    <>
      <NumberSettingRow
        form={form}
        name="delayAfter"
        label="Each try waits from"
        about="From this failure in a row on, the next try must wait, longer each time."
        min={3}
        max={100}
        unit="failures"
      />
      <NumberSettingRow
        form={form}
        name="lockAfter"
        label="The person is locked at"
        about="While locked no code is looked at, right or wrong."
        min={3}
        max={100}
        unit="failures"
      />
      <NumberSettingRow
        form={form}
        name="lockMinutes"
        label="A lock lasts"
        about={`5 minutes to 7 days. Now ${minutes(form.values.lockMinutes)}; an admin can end it sooner, with a reason.`}
        min={5}
        max={10080}
        step={5}
        unit="min"
      />
    </>
  )
}

export function AtWork({ form }: { form: SettingsForm }) {
  return (
    <NumberSettingRow
      form={form}
      name="autoLockMinutes"
      label="The desk locks by itself after"
      about={
        form.values.autoLockMinutes === 0
          ? 'It never locks by itself: anyone who sits down here can use it.'
          : `Without a click or key for ${minutes(form.values.autoLockMinutes)}. 0 turns it off.`
      }
      min={0}
      max={480}
      step={5}
      unit="min"
    />
  )
}
