import type { ReactNode } from 'react'
import { useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  /** Heading of the section; its landmark name too. */
  title?: ReactNode
  /** Stands at the end of the heading's line. */
  aside?: ReactNode
  /** Accessible name where no title shows. */
  label?: string
  className?: string | undefined
  children: ReactNode
}

/** A section on its own ground: hairline, soft shadow, radius 8. */
export function Panel({ title, aside, label, className, children }: PanelProps) {
  const headingId = useId()
  return (
    <section
      className={className ? `${classes.panel} ${className}` : classes.panel}
      aria-labelledby={title ? headingId : undefined}
      aria-label={title ? undefined : label}
    >
      {title ? (
        <div className={classes.head}>
          <h2 id={headingId}>{title}</h2>
          {aside ? <div className={classes.aside}>{aside}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  )
}
