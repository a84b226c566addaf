import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Router } from 'wouter'
import { useGuardedLocation } from '../components/leave-guard'
import { ScreenBoundary } from '../components/screen-boundary/screen-boundary'
import { createColorSchemeManager } from '../data/color-scheme'
import { queryClient } from '../data/query-client'
import { LostDesk } from './lost-desk'
import { cssVariablesResolver, theme } from './theme'
import { VaultGate } from './vault-gate'

const colorSchemeManager = createColorSchemeManager()

/** The policy lets only styles with the page's nonce in; the host writes it into this tag. */
const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** The whole console. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Router hook={useGuardedLocation}>
          <ScreenBoundary>
            <VaultGate />
          </ScreenBoundary>
          <LostDesk />
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  )
}
