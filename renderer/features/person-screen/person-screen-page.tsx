import { useParams } from 'wouter'
import { PersonScreen } from './person-screen'

/** The person’s screen, with no shell around it. */
export function PersonScreenPage() {
  const { totpId = '' } = useParams<{ totpId: string }>()
  return <PersonScreen key={totpId} totpId={totpId} />
}
