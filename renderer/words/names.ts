/** How a person is called in a sentence: the first word of their name. */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name
}
