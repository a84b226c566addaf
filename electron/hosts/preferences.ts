import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { colorSchemeSchema } from '../../shared/model/host'
import { sideSchema } from '../../shared/sides'

/** Where a window is, in the display's own points. */
const placeSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
})
export type Place = z.infer<typeof placeSchema>

/** What is kept beside the vault. Each part stands alone: one that cannot be read does not take the others along. */
const preferencesSchema = z.object({
  colorScheme: colorSchemeSchema.catch('auto'),
  /** The vault of an earlier build that is used instead, an absolute path; null for the one beside this file. */
  earlierVault: z.string().nullable().catch(null),
  windows: z.partialRecord(sideSchema, placeSchema).catch({}),
})
export type Preferences = z.infer<typeof preferencesSchema>

/** Choices that outlive the program and are no secret: they are readable while the vault is locked. */
export interface PreferenceStore {
  get(): Preferences
  update(changes: Partial<Preferences>): void
  /** Calls with the preferences now and after each change. */
  follow(listener: (preferences: Preferences) => void): void
}

/**
 * @param file - where they are kept; null for a demo, which leaves nothing behind
 * @param onDefect - told when they cannot be kept; they hold for this run all the same
 */
export function openPreferences(file: string | null, onDefect: (error: unknown) => void): PreferenceStore {
  let preferences = read(file)
  const listeners: ((preferences: Preferences) => void)[] = []
  return {
    get: () => preferences,
    update(changes) {
      // Read again: another host may have kept something meanwhile.
      preferences = { ...(file === null ? preferences : read(file, preferences)), ...changes }
      for (const listener of listeners) listener(preferences)
      try {
        if (file !== null) write(file, preferences)
      } catch (error) {
        onDefect(error)
      }
    },
    follow(listener) {
      listeners.push(listener)
      listener(preferences)
    },
  }
}

/** The file of the preferences that belong to a vault: beside its folder, because none but its own files may be in it. */
export const preferencesFileOf = (vaultFolder: string): string => `${vaultFolder}.preferences.json`

function read(file: string | null, otherwise: Preferences = preferencesSchema.parse({})): Preferences {
  if (file === null) return otherwise
  try {
    return preferencesSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Not there yet, or not ours to understand: nothing in it is worth refusing to start for.
    return otherwise
  }
}

function write(file: string, preferences: Preferences): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const whole = `${file}.new`
  writeFileSync(whole, `${JSON.stringify(preferences, null, 2)}\n`, { mode: 0o600 })
  renameSync(whole, file)
}
