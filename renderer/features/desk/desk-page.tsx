import { useDocumentTitle } from '../../components/document-title'
import { ErrorNote } from '../../components/error-note'
import { useOverview } from '../../data/queries/desk'
import classes from './desk-page.module.css'
import { NeedsAttention } from './needs-attention'
import { PersonSearch } from './person-search'
import { RecentPeople } from './recent-people'
import { Today } from './today'
import { TourInvitation } from './tour-invitation'

/** Where a day at the desk happens: one question, and beside it what needs attention. */
export function DeskPage() {
  useDocumentTitle('Desk')
  const overview = useOverview()
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <PersonSearch people={overview.data?.people} />
        <ErrorNote error={overview.error} />
        {overview.data ? <Today hours={overview.data.today} /> : null}
        <TourInvitation />
      </div>
      {overview.data ? (
        <div className={classes.column}>
          <NeedsAttention items={overview.data.needsAttention} />
          <RecentPeople seen={overview.data.recentPeople} />
        </div>
      ) : null}
    </div>
  )
}
