import type { UserDetail } from '../../../shared/model/user'

interface RemovePersonProps {
  user: UserDetail
  opened: boolean
  onClose: () => void
  /** After the person is gone, with the sentence that says what went with them. */
  onRemoved: (sentence: string) => void
}

/** Asks for the person's name before they are removed, and says what goes with them. */
export function RemovePerson(_props: RemovePersonProps) {
  return null
}
