import { z } from 'zod'
import { roleSchema } from '../../../shared/roles'
import type { Reader, Writer } from '../../vault/types'
import { defineTable, type NewRowOf, type RowOf } from './table'

const operators = defineTable('operators', ['operatorId'], {
  operatorId: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: z.int(),
})
export type OperatorRow = RowOf<typeof operators.columns.shape>

export function findOperator(from: Reader, operatorId: string): OperatorRow | undefined {
  return operators.get(from, 'where operator_id = ?', [operatorId])
}

export function hasOperators(from: Reader): boolean {
  return operators.get(from, 'limit 1') !== undefined
}

export function insertOperator(tx: Writer, operator: NewRowOf<typeof operators.columns.shape>): void {
  operators.insert(tx, operator)
}
