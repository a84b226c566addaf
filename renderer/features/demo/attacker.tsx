import { Button, SegmentedControl } from '@mantine/core'
import { IconCheck, IconShieldCheck, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { keysOf } from '../../../shared/keys-of'
import type { AttackAttempt, AttackKind } from '../../../shared/model/demo'
import { ErrorNote } from '../../components/error-note'
import { type Attack, attackIsOver, startAttack, useAttack } from '../../data/attack-store'
import { useShownPhone } from '../../data/demo'
import { useAct } from '../../data/use-act'
import { attackWords, attemptInWords } from '../../words/demo'
import { firstNameOf } from '../../words/names'
import classes from './attacker.module.css'

const kinds = keysOf(attackWords)

/** The scripted attacker: what it tries, live, and why each try fails. */
export function Attacker() {
  const { phone } = useShownPhone()
  const { attack } = useAttack()
  const [kind, setKind] = useState<AttackKind>('replay')
  const start = useAct(() => (phone ? startAttack(kind, phone) : Promise.resolve()))
  const running = attack !== null && !attackIsOver(attack)

  return (
    <div className={classes.attacker}>
      <SegmentedControl
        fullWidth
        aria-label="Kind of attack"
        value={kind}
        onChange={setKind}
        data={kinds.map((value) => ({ value, label: attackWords[value].label }))}
      />
      <p className="small muted">{attackWords[kind].about}</p>
      <Button fullWidth disabled={phone?.status !== 'active' || running} onClick={() => start.run()}>
        {running ? 'Running' : phone ? `Start on ${firstNameOf(phone.name)}` : 'Start'}
      </Button>
      <ErrorNote error={start.error} />
      {attack ? <Attempts attack={attack} /> : null}
    </div>
  )
}

function Attempts({ attack }: { attack: Attack }) {
  const list = useRef<HTMLOListElement>(null)
  const outcome = useRef<HTMLDivElement>(null)
  const count = attack.attempts.length
  useEffect(() => {
    if (count > 0) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [count])
  const over = attackIsOver(attack)
  // The list grows below the fold of a slim panel; whoever started the attack wants to see it. An attack
  // that was there before the panel was opened leaves it where it is.
  const seen = useRef(count)
  useEffect(() => {
    if (count !== seen.current) outcome.current?.scrollIntoView({ block: 'nearest' })
  }, [count])
  return (
    <div ref={outcome} className={classes.outcome}>
      <h3>
        {attackWords[attack.kind].label} on {attack.name}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ol ref={list} className={classes.attempts} tabIndex={0} aria-label="Tries" data-testid="attempts">
        {attack.attempts.map((attempt) => (
          <Attempt key={attempt.n} attempt={attempt} />
        ))}
      </ol>
      <p role="status" className={over ? classes.shows : undefined} data-testid={over ? 'attack-shows' : undefined}>
        {over ? (
          <>
            <IconShieldCheck size={18} stroke={1.75} aria-hidden="true" />
            <span>{attackWords[attack.kind].shows}</span>
          </>
        ) : null}
      </p>
    </div>
  )
}

function Attempt({ attempt }: { attempt: AttackAttempt }) {
  const accepted = attempt.outcome === 'accepted'
  const tone = accepted && !attempt.expected ? 'bad' : accepted ? 'good' : 'refused'
  return (
    <li data-tone={tone} data-outcome={attempt.outcome} data-expected={attempt.expected || undefined}>
      {accepted ? (
        <IconCheck size={16} stroke={2} aria-hidden="true" />
      ) : (
        <IconX size={16} stroke={2} aria-hidden="true" />
      )}
      <div>
        <div>{attempt.what}</div>
        <div className="small">
          <b>{accepted ? 'Accepted.' : 'Refused.'}</b> {attemptInWords(attempt)}.
        </div>
      </div>
    </li>
  )
}
