/** Stands here until the screen is built. */
export function EnrollPage() {
  return <h1>EnrollPage</h1>
}
