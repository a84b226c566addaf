import { IconCheck, IconMinus } from '@tabler/icons-react'
import classes from './enroll.module.css'
import { type Stage, type Step, steps } from './steps'

const names: Record<Step, string> = {
  identify: 'Identify',
  show: 'Show',
  verify: 'Verify',
  again: 'Verify again',
  handOver: 'Hand over',
}

/** The five steps; those behind carry a check, a skipped one a dash. */
export function StepBar({ stage, skipped }: { stage: Stage; skipped: boolean }) {
  const current = stage === 'done' ? steps.length : steps.indexOf(stage === 'expired' ? 'show' : stage)
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => {
        const state = index < current ? 'done' : index === current ? 'current' : 'todo'
        const passedOver = skipped && step === 'again' && state === 'done'
        return (
          <li key={step} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
            {state !== 'done' ? (
              <span className="mono">{index + 1}</span>
            ) : passedOver ? (
              <IconMinus size={16} stroke={1.75} aria-hidden="true" />
            ) : (
              <IconCheck size={16} stroke={1.75} aria-hidden="true" />
            )}
            {names[step]}
            {state === 'done' ? <span className="visually-hidden">{passedOver ? ', skipped' : ', done'}</span> : null}
          </li>
        )
      })}
    </ol>
  )
}
