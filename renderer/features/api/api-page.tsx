import { useEffect, useState } from 'react'
import { useDocumentTitle } from '../../components/document-title'
import { ErrorNote } from '../../components/error-note'
import { Panel } from '../../components/panel'
import { useApiStatus } from '../../data/queries/api'
import { useOperator } from '../../data/queries/vault'
import { transport } from '../../data/transport'
import classes from './api.module.css'
import { ApiAccess } from './api-access'
import { ApiCalls } from './api-calls'
import { ApiSnippets } from './api-snippets'
import { ApiSwitch } from './api-switch'

/** The Stytch-compatible API: whether it is on, what a program needs, and what programs do with it. */
export function ApiPage() {
  useDocumentTitle('API')
  const status = useApiStatus()
  const admin = useOperator()?.role === 'admin'
  const [secret, setSecret] = useSecretOfPage()
  const now = status.data
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>API</h1>
        <span className="muted">Compatible with Stytch’s, for programs on this computer only.</span>
      </div>
      <ErrorNote error={status.error} />
      {now ? (
        <div className={classes.columns}>
          <div className={classes.column}>
            <Panel label="Switch and access">
              <ApiSwitch status={now} mayChange={admin} />
              <ApiAccess status={now} mayShow={admin} secret={secret} onSecret={setSecret} />
            </Panel>
            <ApiCalls on={now.running} />
          </div>
          <ApiSnippets facts={{ url: now.url, projectId: now.projectId, secret }} />
        </div>
      ) : null}
    </div>
  )
}

/** The secret while it is shown. It goes with the page and with a lock. */
function useSecretOfPage() {
  const [secret, setSecret] = useState<string | null>(null)
  useEffect(() => {
    if (secret === null) return
    return transport.subscribe('vault.locked', () => setSecret(null))
  }, [secret])
  return [secret, setSecret] as const
}
