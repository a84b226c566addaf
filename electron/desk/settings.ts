import { DeskError } from '../../shared/errors'
import { keysOf } from '../../shared/keys-of'
import { defaultSettings, type Settings, settingsSchema } from '../../shared/model/desk'
import { withoutAbsent } from '../../shared/without-absent'
import type { Reader, Writer } from '../vault/types'
import type { Call, DeskContext } from './context'
import { readMeta, writeMeta } from './store/meta'
import { hideRecoveryCodes } from './store/recovery'

const key = 'settings'

/** The settings in the vault. Ones that a later version added are at their default. */
export function readSettings(from: Reader): Settings {
  return { ...defaultSettings, ...readMeta(from, key, settingsSchema.partial()) }
}

/** Puts the settings of a new vault in place. */
export function writeSettings(tx: Writer, settings: Settings): void {
  writeMeta(tx, key, settings)
}

/**
 * Changes settings; the audit event names each changed one with its old and new value. Hashed recovery
 * codes cannot be read again: those kept readable until then lose their text, and the event says how many.
 *
 * @throws DeskError `invalid_input` when waiting would begin only after the lock.
 */
export async function updateSettings(context: DeskContext, call: Call, changes: Partial<Settings>): Promise<Settings> {
  const before = context.settings()
  const after = settingsSchema.parse({ ...before, ...withoutAbsent(changes) })
  if (after.delayAfter > after.lockAfter) {
    const message = `Let the wait begin no later than the lock: at failure ${after.lockAfter} or before.`
    throw new DeskError('invalid_input', message, { delayAfter: `At most ${after.lockAfter}.` })
  }
  const changed = keysOf(after).filter((name) => after[name] !== before[name])
  if (changed.length === 0) return before
  const details = Object.fromEntries(
    changed.flatMap((name) => [
      [`${name}.before`, before[name]],
      [`${name}.after`, after[name]],
    ]),
  )
  await context.act(call, (tx, record) => {
    writeSettings(tx, after)
    // Hashed means that no code can be read again, also of sets made before.
    const hashed = before.recoveryCodes === 'readable' && after.recoveryCodes === 'hashed'
    record({ action: 'settings.changed', details: hashed ? { ...details, hidden: hideRecoveryCodes(tx) } : details })
  })
  return context.settings()
}
