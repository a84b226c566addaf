import { z } from 'zod'
import type { Reader, Writer } from '../../vault/types'
import { defineColumns, defineTable, type RowOf } from './table'

/**
 * A computer that the vault was opened on: its id as audit events carry it, and what it knows of its own
 * clock. No machine writes the row of another, so one wrong clock cannot put another one wrong.
 */
const machines = defineTable('machines', ['machineId'], {
  machineId: z.string(),
  /** What tells the computer from others; null in a vault from before they were told apart. */
  computer: z.string().nullable(),
  /** Unix milliseconds: the highest time that its clock ever showed. */
  highestSeen: z.number().min(0),
  /** Milliseconds that its clock had gone back when it was blocked; null when it is not. */
  backBy: z.number().nullable(),
  timeZone: z.string().nullable(),
})
export type MachineRow = RowOf<typeof machines.columns.shape>

/** The row of a computer; the one from before computers were told apart belongs to the first that asks. */
export function findMachine(from: Reader, computer: string): MachineRow | undefined {
  return machines.get(from, 'where computer = ? or computer is null order by computer is null limit 1', [computer])
}

export function putMachine(tx: Writer, machine: MachineRow): void {
  machines.put(tx, machine)
}

const highest = defineColumns({ highest: z.number().nullable() })

/** The highest time that any machine but this one has seen; 0 when there is no other. */
export function highestSeenByOthers(from: Reader, machineId: string): number {
  const sql = 'select max(highest_seen) as highest from machines where machine_id <> ?'
  return highest.get(from, sql, [machineId])?.highest ?? 0
}
