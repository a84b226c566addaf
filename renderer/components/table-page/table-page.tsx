import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { ErrorNote } from '../error-note'
import classes from './table-page.module.css'

interface TablePageProps {
  title: string
  /** Beside the title: how many there are, or what this is. */
  beside?: ReactNode
  /** The page's own act, at the end of the title's line. */
  action?: ReactNode
  /** Between the title and the panel. */
  above?: ReactNode
  /** Name of the panel for assistive technology. */
  label: string
  /** What to show of the list: one row at the top of the panel. */
  tools: ReactNode
  /** Why the list could not be read; null when it could. */
  error: unknown
  onRetry: () => void
  /** Name by which the tour finds the panel. */
  tourName?: string
  className?: string | undefined
  /** The table. */
  children: ReactNode
}

/** A page that is one table: its title, and a panel that takes the rest and scrolls inside. */
export function TablePage({ title, beside, action, above, label, tools, error, onRetry, ...props }: TablePageProps) {
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{title}</h1>
        {beside}
        {action ? <div className={classes.action}>{action}</div> : null}
      </div>
      {above}
      <section
        className={props.className ? `${classes.panel} ${props.className}` : classes.panel}
        aria-label={label}
        data-tour={props.tourName}
      >
        {tools}
        {error ? (
          <div className={classes.error}>
            <ErrorNote error={error} action={<Button onClick={onRetry}>Try again</Button>} />
          </div>
        ) : null}
        {props.children}
      </section>
    </div>
  )
}

/** The row at the top of the panel that says what to show of the list. */
export function TableTools({ children }: { children: ReactNode }) {
  return <div className={classes.tools}>{children}</div>
}

/** Stands in the table's place until its first page is there. */
export function TableSkeleton({ rowHeight }: { rowHeight: number }) {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <Skeleton key={row} height={rowHeight} radius="sm" />
      ))}
    </div>
  )
}
