/** Stands here until the screen is built. */
export function FacingPage() {
  return <h1>FacingPage</h1>
}
