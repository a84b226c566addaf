import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  icon?: ReactNode
  /** What will be here. */
  title: string
  /** How it comes here. */
  children?: ReactNode
  /** The act that fills it. */
  action?: ReactNode
}

/** A place with nothing in it yet: says what will be here and offers the act that fills it. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      <div className="strong">{title}</div>
      {children ? <div className="small muted">{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
