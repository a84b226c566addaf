import { z } from 'zod'

/**
 * The two sides of the desk: the operator's, and the one whose screen is turned to the person across it.
 * What a window may call depends on it.
 */
export const sideSchema = z.enum(['operator', 'person'])
export type Side = z.infer<typeof sideSchema>
