import { Button } from '@mantine/core'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Component, Fragment, type ReactNode } from 'react'
import { lockVault } from '../../data/lock'
import { EmptyState } from '../empty-state'

interface ScreenBoundaryProps {
  children: ReactNode
  /** True where an operator is at an open vault: the screen that stopped offers to lock it. */
  canLock?: boolean
  /** What to do when it stopped, where that is not said to an operator. */
  advice?: string
}

interface Stopped {
  /** The screen cannot be shown. */
  stopped: boolean
  /** How often it was built again: a new key, so nothing broken is used twice. */
  attempt: number
}

const advice =
  'Everything that was confirmed is saved. What was typed here and not yet sent is lost. If it stops again, reload the page.'

/** After this many rebuilds within the time below, the screen says that it stopped. */
const maxRebuilds = 3
const rebuildWindowMs = 10_000

/**
 * True when the page was changed from outside (a translator or an extension took an element away that React had
 * made), and not by a fault of ours: building the screen again is then all it takes.
 */
export function isForeignChange(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'HierarchyRequestError')
}

/**
 * Holds what goes wrong on a screen within that screen: the rail, the lock and every other screen go on. What the
 * desk has acknowledged is saved whatever happens here. A screen that was changed from outside is built again at
 * once; any other fault, or one that comes back, is said, with what to do.
 */
export class ScreenBoundary extends Component<ScreenBoundaryProps, Stopped> {
  override state: Stopped = { stopped: false, attempt: 0 }
  private rebuilds: number[] = []

  static getDerivedStateFromError(): Partial<Stopped> {
    return { stopped: true }
  }

  override componentDidCatch(error: unknown): void {
    const now = performance.now()
    this.rebuilds = this.rebuilds.filter((at) => now - at < rebuildWindowMs)
    if (!isForeignChange(error) || this.rebuilds.length >= maxRebuilds) return
    this.rebuilds.push(now)
    this.again()
  }

  private readonly again = () => this.setState(({ attempt }) => ({ stopped: false, attempt: attempt + 1 }))

  override render(): ReactNode {
    const { stopped, attempt } = this.state
    if (!stopped) return <Fragment key={attempt}>{this.props.children}</Fragment>
    return (
      <div role="alert">
        <EmptyState
          icon={<IconRefreshAlert size={20} stroke={1.75} aria-hidden="true" />}
          title="This screen stopped."
          action={
            <>
              <Button variant="filled" onClick={this.again}>
                Open it again
              </Button>{' '}
              {this.props.canLock ? <Button onClick={() => void lockVault()}>Lock the desk</Button> : null}
            </>
          }
        >
          {this.props.advice ?? advice}
        </EmptyState>
      </div>
    )
  }
}
