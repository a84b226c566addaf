import { useParams } from 'wouter'
import { FacingScreen } from './facing-screen'

/** `/facing/:totpId`, with no shell around it: the window turned to the person. */
export function FacingPage() {
  const { totpId = '' } = useParams<{ totpId: string }>()
  return <FacingScreen key={totpId} totpId={totpId} />
}
