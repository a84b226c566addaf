/** The keys of an object that has just those of its type, such as a table written out in the code. */
export function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[]
}
