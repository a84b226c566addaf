import { Select } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { DemoPhone } from '../../../shared/model/demo'
import { typeIntoOpenBox, useBoxIsOpen } from '../../components/code-box/open-boxes'
import { CountdownRing } from '../../components/countdown-ring/countdown-ring'
import { ErrorNote } from '../../components/error-note'
import { usePersonOnScreen, useShownPhone } from '../../data/demo'
import { choosePhone } from '../../data/lab-store'
import { paths } from '../../data/paths'
import { useSettings } from '../../data/queries/desk'
import { useUser } from '../../data/queries/people'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { phoneClockInWords, phoneStatusWords } from '../../words/demo'
import { firstNameOf } from '../../words/names'
import { CentredSlider } from './centred-slider'
import classes from './phone.module.css'
import { useOptimisticValue } from './use-optimistic-value'

/** The phone of the person on the screen, or of any other in the demo. */
export function Phone() {
  const { phones, phone, userId } = useShownPhone()
  const choices = (phones ?? []).map((one) => ({ value: one.userId, label: one.name }))
  return (
    <div className={classes.phonePart}>
      <Select
        aria-label="Whose phone"
        placeholder="Another person’s"
        data={choices}
        value={phone?.userId ?? null}
        onChange={choosePhone}
        allowDeselect={false}
        searchable
      />
      {phone ? <Device phone={phone} /> : userId ? <NoDevice userId={userId} /> : null}
      {phone ? <Drift key={phone.userId} phone={phone} /> : null}
    </div>
  )
}

const grouped = (code: string) => `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`

function Device({ phone }: { phone: DemoPhone }) {
  const issuer = useSettings().data?.issuer ?? ''
  const boxOpen = useBoxIsOpen()
  const onScreen = usePersonOnScreen()
  const [waits, setWaits] = useState(false)
  const tap = async () => setWaits(!(await typeIntoOpenBox(phone.code)))
  return (
    <div className={classes.device}>
      <span className={classes.speaker} aria-hidden="true" />
      <div className={classes.entry}>
        <div className="small muted">{issuer}</div>
        <div className={classes.account}>{phone.name}</div>
        <button
          type="button"
          className={classes.code}
          disabled={!boxOpen}
          aria-label={`Type ${grouped(phone.code)} into the open code box`}
          data-testid="phone-code"
          onClick={() => void tap()}
        >
          <span>{grouped(phone.code)}</span>
          <CountdownRing period={phone.period} size={28} aheadMs={phone.driftSeconds * 1000} />
        </button>
        <div className="small muted">{phoneStatusWords[phone.status]}</div>
      </div>
      <div className={classes.hint}>
        {boxOpen ? (
          <span>{waits ? 'The box is busy. Tap again.' : 'Tap the code to type it.'}</span>
        ) : onScreen === phone.userId ? (
          'No code box is open here yet.'
        ) : (
          <Link href={paths.person(phone.userId)}>Open {firstNameOf(phone.name)}’s page to use it</Link>
        )}
      </div>
    </div>
  )
}

/** Nothing was scanned yet. */
function NoDevice({ userId }: { userId: string }) {
  const name = firstNameOf(useUser(userId).data?.name ?? 'This person')
  return (
    <div className={classes.device}>
      <span className={classes.speaker} aria-hidden="true" />
      <div className={classes.empty}>
        <div className="strong">Nothing scanned yet</div>
        <div className="small muted">Show {name} the QR: this phone scans it at once.</div>
      </div>
    </div>
  )
}

/** Puts the phone's clock off, ten minutes either way. */
function Drift({ phone }: { phone: DemoPhone }) {
  const { shown, drag, settle, error } = useOptimisticValue(phone.driftSeconds, async (driftSeconds) => {
    await desk.demo.setDrift({ userId: phone.userId, driftSeconds })
    await queryClient.invalidateQueries({ queryKey: keys.demoPhones })
  })
  return (
    <div className={classes.drift}>
      <div className="small strong" role="status">
        {phoneClockInWords(shown)}
      </div>
      <CentredSlider
        label="The phone’s clock"
        inWords={phoneClockInWords}
        max={600}
        step={10}
        snap={20}
        value={shown}
        onChange={drag}
        onSettle={(value) => void settle(value)}
      />
      <div className={classes.ends} aria-hidden="true">
        <span>10 min behind</span>
        <span>10 min ahead</span>
      </div>
      <ErrorNote error={error} />
    </div>
  )
}
