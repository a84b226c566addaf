import { useMutation } from '@tanstack/react-query'

/** An act at the desk, as a button or form shows it. */
export interface Act<I> {
  /** Starts the act; its refusal is in `error`. */
  run: (input: I) => void
  /** True until the desk has answered. */
  busy: boolean
  /** What was thrown, until the next try; null when nothing was. */
  error: unknown
  /** Forgets the last refusal. */
  reset: () => void
}

/**
 * One act at the desk from a button or form: busy while it runs, its refusal afterwards. What went in and
 * what came out are not kept once it is done, since either may be a secret.
 *
 * @param act - makes the call; a rejection becomes `error`
 * @param onDone - runs after the act succeeded, with its answer, also when the caller is no longer on the page
 * @param onRefused - runs after it failed, such as to put the cursor where something is to be corrected
 */
export function useAct<I = void, O = unknown>(
  act: (input: I) => Promise<O>,
  onDone?: (output: O, input: I) => unknown,
  onRefused?: (error: unknown) => void,
): Act<I> {
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: act,
    onSuccess: async (output, input) => {
      await onDone?.(output, input)
      reset()
    },
    onError: (refused) => onRefused?.(refused),
  })
  return { run: (input) => mutate(input), busy: isPending, error, reset }
}
