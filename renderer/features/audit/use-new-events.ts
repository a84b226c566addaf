import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keys } from '../../data/query-client'
import { transport } from '../../data/transport'

/**
 * Follows the log. While only the first page is read, new events come in by themselves; further
 * down they would move what is being read, so they are counted and shown when asked for.
 */
export function useNewEvents(pages: number): { count: number; show: () => void } {
  const client = useQueryClient()
  const [count, setCount] = useState(0)
  useEffect(() => {
    return transport.subscribe('audit.appended', ({ action }) => {
      if (action === 'audit.read') return
      if (pages > 1) setCount((known) => known + 1)
      else void client.invalidateQueries({ queryKey: keys.audit })
    })
  }, [client, pages])
  return {
    count,
    show: () => {
      setCount(0)
      void client.resetQueries({ queryKey: keys.audit })
    },
  }
}
