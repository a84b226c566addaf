/** Absolute path of the project. */
export const root: string
/** Builds main, preload and renderer into out/ when anything changed since. Throws when the build fails. */
export function buildIfStale(say?: (sentence: string) => void): void
