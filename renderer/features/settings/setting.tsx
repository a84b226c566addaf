import { type ReactNode, useId } from 'react'
import classes from './settings-page.module.css'

interface SettingProps {
  label: string
  /** What it does and what follows from it. */
  about: ReactNode
  error?: ReactNode
  /** The control, given the ids that name and describe it. */
  children: (ids: { 'aria-labelledby': string; 'aria-describedby': string }) => ReactNode
}

/** One line of settings: name and explanation on the left, the control on the right. */
export function Setting({ label, about, error, children }: SettingProps) {
  const id = useId()
  return (
    <div className={classes.setting}>
      <div>
        <div id={`${id}-label`} className="strong">
          {label}
        </div>
        <div id={`${id}-about`} className="small muted">
          {about}
        </div>
      </div>
      <div>
        {children({ 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-about` })}
        {error ? (
          <div role="alert" className={classes.error}>
            {error}
          </div>
        ) : null}
      </div>
    </div>
  )
}
