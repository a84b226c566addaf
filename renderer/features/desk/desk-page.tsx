export function DeskPage() {
  return <h1>DeskPage</h1>
}
