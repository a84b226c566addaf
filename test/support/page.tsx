import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, type RenderResult, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach } from 'vitest'
import { queryClient } from '../../renderer/data/query-client'
import { resetDesk } from './page-setup'

afterEach(() => {
  cleanup()
  queryClient.clear()
  resetDesk()
})

function Surroundings({ children }: { children: ReactNode }) {
  return (
    <MantineProvider env="test" withGlobalClasses={false} withCssVariables={false}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </MantineProvider>
  )
}

/** A component as the console shows it, over a desk that the test answers for (`page-setup.ts`). */
export function show(element: ReactNode): RenderResult {
  return render(element, { wrapper: Surroundings })
}
