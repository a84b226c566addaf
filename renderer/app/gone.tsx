import { IconPlugConnectedX } from '@tabler/icons-react'
import { EmptyState } from '../components/empty-state'
import { useDocumentTitle } from './document-title'
import classes from './gone.module.css'

/** The host has ended: nothing on this page can work again without a new link. */
export function Gone() {
  useDocumentTitle('Not running')
  return (
    <main className={classes.gone}>
      <h1 className="visually-hidden">The desk is not running</h1>
      <div role="alert">
        <EmptyState
          icon={<IconPlugConnectedX size={20} stroke={1.75} aria-hidden="true" />}
          title="The desk is not running any more."
        >
          Everything it acknowledged is saved. Start it again and open its new link.
        </EmptyState>
      </div>
    </main>
  )
}
