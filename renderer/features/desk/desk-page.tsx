import { useDocumentTitle } from '../../components/document-title'
import { ErrorNote } from '../../components/error-note'
import { useOverview } from '../../data/queries'
import { TourInvitation } from '../tour/tour-invitation'
import classes from './desk-page.module.css'
import { NeedsCare } from './needs-care'
import { PersonSearch } from './person-search'
import { SeenLately } from './seen-lately'
import { Today } from './today'

/** Where a day at the desk happens: one question, and beside it what needs care. */
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
          <NeedsCare cares={overview.data.needsCare} />
          <SeenLately seen={overview.data.seenLately} />
        </div>
      ) : null}
    </div>
  )
}
