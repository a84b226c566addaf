import { useQuery } from '@tanstack/react-query'
import { readClock } from '../clock'
import { keys } from '../query-client'
import { cacheable } from '../transport'

/** Verdict on the desk's clock; the page's own clock is set by the same reading. */
export function useClockStatus() {
  return useQuery({ queryKey: keys.clock, queryFn: readClock, staleTime: 60_000 })
}

/** Whether the clock went back and nobody confirmed it yet: nothing with an end is then checked or begun. */
export function useClockHeld(): boolean {
  return useClockStatus().data?.blocked ?? false
}

/** The desk's settings, as every operator may read them. */
export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: () => cacheable.settings.get() })
}

/** What the start screen shows beside its question. */
export function useOverview() {
  return useQuery({ queryKey: keys.overview, queryFn: () => cacheable.desk.overview() })
}
