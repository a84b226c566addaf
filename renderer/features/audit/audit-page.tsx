export function AuditPage(_props: { userId?: string }) {
  return <h1>Audit</h1>
}
