/** Stands here until the screen is built. */
export function PersonPage() {
  return <h1>PersonPage</h1>
}
