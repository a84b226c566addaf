import { z } from 'zod'
import type { Access } from '../roles'

/** One typed call, and all there is to say about it. */
export interface Procedure {
  input: z.ZodType
  output: z.ZodType
  /** Which operators may call it. */
  access: Access
  /** The person's side may call it too; all others are the operator's alone. */
  personSide?: true
  /**
   * Its answer holds a secret: a window that gets it is kept out of screen captures, and the answer is kept
   * nowhere, in no cache and in no log.
   */
  secret?: true
}

/** The procedures of one noun, by their full names. */
export type Procedures<Noun extends string> = Readonly<Record<`${Noun}.${string}`, Procedure>>

/** Of calls that need no input or have nothing to say. */
export const nothing = z.strictObject({})
