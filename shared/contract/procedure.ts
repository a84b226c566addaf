import type { z } from 'zod'
import type { Access } from '../roles'

/** One typed call: what goes in, what comes out, and who may make it. */
export interface Procedure<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  input: I
  output: O
  access: Access
  /** True when the person's side may call it too; all others are the operator's alone. */
  personSide?: true
  /**
   * True when it says nothing about a person being at work, so it does not put off the idle lock: what a
   * screen asks by itself, be it at an event that a program's call over the API has caused.
   */
  passive?: true
}

/** Keeps the schemas' own types while checking the shape of the definition. */
export function procedure<I extends z.ZodType, O extends z.ZodType>(definition: Procedure<I, O>): Procedure<I, O> {
  return definition
}
