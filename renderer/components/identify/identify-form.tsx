import { NumberInput, Radio, Select, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { IdentityCheck } from '../../../shared/model/common'
import {
  algorithmSchema,
  defaultExpirationMinutes,
  defaultParameters,
  type Totp,
  type TotpParameters,
  totpParametersSchema,
} from '../../../shared/model/totp'
import type { UserDetail } from '../../../shared/model/user'
import { useSettings } from '../../data/queries/desk'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import { firstNameOf } from '../../words/names'
import { algorithmLabel } from '../../words/parameters'
import { DialogForm, FieldPair } from '../dialog/dialog-form'
import { focusFirstInvalid } from '../focus-first'
import classes from './identify-form.module.css'
import { type Situation, wrongIn } from './identify-values'
import { IdentityFields, useIdentity } from './identity-fields'

interface IdentifyFormProps {
  user: UserDetail
  /** True when an authenticator that works would stop: asks which situation, and says what ends. */
  replacing: boolean
  onBegun: (totp: Totp) => void
  onCancel?: () => void
}

const situations: { value: Situation; label: string; description: string }[] = [
  { value: 'new_phone', label: 'New phone', description: 'The old one is there but will not be used any more.' },
  { value: 'lost_phone', label: 'Lost phone', description: 'The old one is lost, stolen or broken.' },
  { value: 'other', label: 'Another situation', description: 'A new QR is needed for another reason.' },
]

/** First step: who is it, on which device, and how long the QR may wait. Confirming begins the enrollment. */
export function IdentifyForm({ user, replacing, onBegun, onCancel }: IdentifyFormProps) {
  const firstName = firstNameOf(user.name)
  const identity = useIdentity()
  const [situation, setSituation] = useState<Situation | null>(null)
  const [label, setLabel] = useState('')
  const usual = useSettings().data?.expirationMinutes ?? defaultExpirationMinutes
  const [minutes, setMinutes] = useState<number | string | null>(null)
  const [parameters, setParameters] = useState<TotpParameters>(defaultParameters)
  const [asked, setAsked] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const expiry = minutes ?? usual
  const wrong = wrongIn({ identity: identity.value, replacing, situation, minutes: expiry })

  const { run, busy, error } = useAct(
    (identityCheck: IdentityCheck) =>
      desk.totps.begin({
        userId: user.userId,
        identityCheck,
        expirationMinutes: Number(expiry),
        parameters,
        ...(label.trim() ? { label: label.trim() } : {}),
        ...(replacing && situation ? { replaceActive: true, situation } : {}),
      }),
    onBegun,
  )

  function begin() {
    setAsked(true)
    if (identity.value && !wrong.situation && !wrong.minutes) run(identity.value)
    else focusFirstInvalid(form.current)
  }

  return (
    <DialogForm
      ref={form}
      onSubmit={begin}
      error={error}
      busy={busy}
      needsClock
      submitLabel={replacing ? 'Stop the old one and go on' : `It is ${firstName}. Go on`}
      onCancel={onCancel}
    >
      {replacing ? (
        <Radio.Group
          label={`What happened to ${firstName}’s phone?`}
          value={situation}
          onChange={setSituation}
          error={asked ? wrong.situation : null}
        >
          <div className={classes.radios}>
            {situations.map((one, index) => (
              <Radio
                key={one.value}
                data-autofocus={index === 0 || undefined}
                value={one.value}
                label={one.label}
                description={one.description}
              />
            ))}
          </div>
        </Radio.Group>
      ) : null}
      <IdentityFields identity={identity} error={asked ? wrong.identity : null} autoFocus={!replacing} />
      <FieldPair>
        <TextInput
          label="Device (optional)"
          placeholder="Such as Pixel 9, work"
          value={label}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <NumberInput
          label="The QR works for (minutes)"
          value={expiry}
          onChange={setMinutes}
          min={5}
          max={1440}
          clampBehavior="none"
          allowDecimal={false}
          error={wrong.minutes}
        />
      </FieldPair>
      <MoreParameters parameters={parameters} onChange={setParameters} />
      {replacing ? (
        <p className={classes.caution} role="note">
          {user.totp?.label ? `“${user.totp.label}”` : 'The old authenticator'} stops at once, and {firstName}’s old
          recovery codes with it.
        </p>
      ) : null}
    </DialogForm>
  )
}

const { digits, period } = totpParametersSchema.shape
const algorithms = algorithmSchema.options.map((value) => ({ value, label: algorithmLabel(value) }))
const digitChoices = digits.unwrap().options.map(({ value }) => value)
const periods = period.unwrap().options.map(({ value }) => ({ value, label: `${value} s` }))

interface MoreProps {
  parameters: TotpParameters
  onChange: (parameters: TotpParameters) => void
}

/** Algorithm, digits and period: rarely right to change, so folded away and said plainly. */
function MoreParameters({ parameters, onChange }: MoreProps) {
  const [open, setOpen] = useState(false)
  const changed = parameters.algorithm !== 'SHA1' || parameters.digits !== 6 || parameters.period !== 30
  return (
    <div>
      <button type="button" className={classes.more} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? (
          <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
        ) : (
          <IconChevronRight size={16} stroke={1.75} aria-hidden="true" />
        )}
        More
        <span className="muted small">
          {algorithmLabel(parameters.algorithm)}, {parameters.digits} digits, {parameters.period} s
        </span>
      </button>
      {open ? (
        <div className={classes.triple}>
          <Select
            label="Algorithm"
            allowDeselect={false}
            data={algorithms}
            value={parameters.algorithm}
            onChange={(algorithm) => algorithm && onChange({ ...parameters, algorithm })}
          />
          <Select
            label="Digits"
            allowDeselect={false}
            data={digitChoices}
            value={parameters.digits}
            onChange={(digits) => digits && onChange({ ...parameters, digits })}
          />
          <Select
            label="Period"
            allowDeselect={false}
            data={periods}
            value={parameters.period}
            onChange={(period) => period && onChange({ ...parameters, period })}
          />
        </div>
      ) : null}
      {changed ? (
        <p className={classes.caution} role="note">
          Microsoft Authenticator, and Google Authenticator on some platforms, ignore these without a word and show
          codes of SHA-1, 6 digits, 30 s: none of them would be accepted. Ask which app it is first.
        </p>
      ) : null}
    </div>
  )
}
