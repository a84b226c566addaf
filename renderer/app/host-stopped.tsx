import { IconPlugConnectedX } from '@tabler/icons-react'
import { useDocumentTitle } from '../components/document-title'
import { EmptyState } from '../components/empty-state'
import classes from './host-stopped.module.css'

const sentence = 'The desk is not running any more.'

/** The host has ended, or says that it will not answer: nothing on this page can work without a new start. */
export function HostStopped({ title = sentence }: { title?: string }) {
  useDocumentTitle('Not running')
  return (
    <main className={classes.page}>
      <h1 className="visually-hidden">The desk is not running</h1>
      <div role="alert">
        <EmptyState icon={<IconPlugConnectedX size={20} stroke={1.75} aria-hidden="true" />} title={title}>
          Everything it acknowledged is saved. Start it again and open its new link.
        </EmptyState>
      </div>
    </main>
  )
}
