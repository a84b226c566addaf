import { useOperator } from './queries/vault'

/** What the operator's role lets them do on a person's page; the desk decides again on every call. */
export function usePermissions(): { act: boolean; unlock: boolean } {
  const role = useOperator()?.role
  return { act: role === 'admin' || role === 'helpdesk', unlock: role === 'admin' }
}
