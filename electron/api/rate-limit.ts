import { ApiError } from './errors'

/** Far above what a person or a honest program does on one machine; it bounds what a runaway one costs. */
export const requestsPerSecond = 1000

/**
 * Counts requests by whole seconds, aligned to the clock as the protocol's limits are, not rolling.
 * The function throws ApiError `too_many_requests` above the limit.
 */
export function createRateLimit(limit = requestsPerSecond, now = () => performance.now()): () => void {
  let second = -1
  let count = 0
  return () => {
    const current = Math.floor(now() / 1000)
    if (current !== second) {
      second = current
      count = 0
    }
    count += 1
    if (count > limit) throw new ApiError('too_many_requests', { retryAfterSeconds: 1 })
  }
}
