import type { VaultStatus } from '../../../shared/model/desk'

export function UnlockPage({ vault }: { vault: VaultStatus }) {
  return <h1>{vault.state}</h1>
}
