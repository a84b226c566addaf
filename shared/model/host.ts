import { z } from 'zod'

export const colorSchemeSchema = z.enum(['auto', 'light', 'dark'])

/** Choices of the person at the desk that hold for every vault and before one is unlocked. */
export const preferencesSchema = z.strictObject({ colorScheme: colorSchemeSchema })
export type Preferences = z.infer<typeof preferencesSchema>

/** How the program was started, as far as its first screen tells. */
export const hostStatusSchema = z.strictObject({
  /** Why there is a browser tab instead of the program's own window, as words that follow "because"; null when that was asked for. */
  noWindowBecause: z.string().nullable(),
  /** Folders of vaults that earlier builds left in other places than the one in use. */
  otherVaults: z.array(z.string()),
})
export type HostStatus = z.infer<typeof hostStatusSchema>
