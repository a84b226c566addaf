import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useRoute } from 'wouter'
import { type DemoPhone, maxClockOffsetMs } from '../../shared/model/demo'
import { deskNow, setDeskClock } from './clock'
import { useLab } from './lab-store'
import { paths } from './paths'
import { useDemoPhones, useDemoStatus } from './queries/demo'
import { keys, queryClient } from './query-client'
import { desk } from './transport'

/** Every phone of the demo, by name; read again when the first of them turns to its next code. */
export function usePhones(): DemoPhone[] | undefined {
  const client = useQueryClient()
  const phones = useDemoPhones().data
  const nextAt = phones && phones.length > 0 ? Math.min(...phones.map((phone) => phone.nextAt)) : null
  useEffect(() => {
    if (nextAt === null) return
    // A little late, so that the desk has turned too; and never in a rush, should it lag behind.
    const timer = window.setTimeout(
      () => void client.invalidateQueries({ queryKey: keys.demoPhones }),
      Math.max(250, nextAt - deskNow() + 20),
    )
    return () => window.clearTimeout(timer)
  }, [client, nextAt])
  return phones
}

/** The person whose page or enrollment is open. */
export function usePersonOnScreen(): string | null {
  const [, params] = useRoute<{ userId: string }>(`${paths.person(':userId')}/*?`)
  return params?.userId ?? null
}

/** The phone that is shown: the one chosen, or else of the person on the screen, or else the tour's. */
export function useShownPhone() {
  const phones = usePhones()
  const onScreen = usePersonOnScreen()
  const chosen = useLab((lab) => lab.chosen)
  const usual = useDemoStatus().data?.people.verify ?? null
  useEffect(() => {
    if (onScreen !== null) useLab.setState({ chosen: null })
  }, [onScreen])
  const userId = chosen ?? onScreen ?? usual ?? phones?.[0]?.userId ?? null
  return { phones, userId, phone: phones?.find((phone) => phone.userId === userId) ?? null }
}

/** Moves the desk's clock in the demo, the phones' with it. Milliseconds from the machine's time. */
export async function moveDeskClock(offsetMs: number): Promise<void> {
  const within = Math.max(-maxClockOffsetMs, Math.min(maxClockOffsetMs, Math.round(offsetMs)))
  const status = await desk.demo.setClock({ offsetMs: within })
  setDeskClock(status.now, performance.now())
  queryClient.setQueryData(keys.clock, status)
  await queryClient.invalidateQueries({ queryKey: keys.demo })
}
