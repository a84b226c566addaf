/** Where the person form opens. */
export function PersonFormHost() {
  return null
}
