import { useQuery } from '@tanstack/react-query'
import { keys } from '../query-client'
import { cacheable } from '../transport'
import { useIsDemo } from './vault'

/** What the demo says about itself. */
export function useDemoStatus() {
  return useQuery({ queryKey: keys.demoStatus, queryFn: () => cacheable.demo.status(), enabled: useIsDemo() })
}

/** The demo's passphrase, which is no secret: a demo that locked itself must open again. */
export function useDemoPassphrase(): string | undefined {
  return useQuery({ queryKey: keys.demoPassphrase, queryFn: () => cacheable.demo.status() }).data?.passphrase
}

/** Every phone of the demo with the code it shows now, by name. */
export function useDemoPhones() {
  return useQuery({
    queryKey: keys.demoPhones,
    queryFn: async () => (await cacheable.demo.phones()).phones,
    staleTime: 0,
  })
}
