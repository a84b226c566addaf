import { Button } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import type { ApiStatus } from '../../../shared/model/api'
import { ConfirmModal } from '../../components/dialog/confirm-modal'
import { ErrorNote } from '../../components/error-note'
import { CopySecret } from '../../components/key-groups/key-groups'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import classes from './api.module.css'
import { CopyText } from './copy-text'

interface ApiAccessProps {
  status: ApiStatus
  mayShow: boolean
  /** Null while hidden: it lives in the page's state and nowhere else. */
  secret: string | null
  onSecret: (secret: string | null) => void
}

/** Where the API is, and what a program needs to be let in. */
export function ApiAccess({ status, mayShow, secret, onSecret }: ApiAccessProps) {
  const [rotating, setRotating] = useState(false)
  const show = useAct(
    () => desk.api.credentials(),
    (credentials) => onSecret(credentials.secret),
  )

  return (
    <>
      <dl className={classes.access}>
        <dt>Address</dt>
        <dd>
          {status.url ? (
            <span className={classes.value}>{status.url}</span>
          ) : (
            <span className="muted">None while off</span>
          )}
        </dd>
        <dd>{status.url ? <CopyText text={status.url} label="Copy the address" /> : null}</dd>
        <dt>Project id</dt>
        <dd>
          <span className={classes.value}>{status.projectId}</span>
        </dd>
        <dd>
          <CopyText text={status.projectId} label="Copy the project id" />
        </dd>
        <dt>Secret</dt>
        <dd>
          {secret ? (
            <span className={classes.value} data-testid="api-secret">
              {secret}
            </span>
          ) : (
            <span className="muted">
              {mayShow ? 'Hidden. Showing it is written to the audit log.' : 'Only an admin sees it.'}
            </span>
          )}
        </dd>
        <dd className={classes.acts}>
          {mayShow ? (
            <Button
              variant="subtle"
              loading={show.busy}
              aria-label={secret ? 'Hide the secret' : 'Show the secret'}
              leftSection={
                secret ? (
                  <IconEyeOff size={16} stroke={1.75} aria-hidden="true" />
                ) : (
                  <IconEye size={16} stroke={1.75} aria-hidden="true" />
                )
              }
              onClick={() => (secret ? onSecret(null) : show.run())}
            >
              {secret ? 'Hide' : 'Show'}
            </Button>
          ) : null}
        </dd>
      </dl>
      {mayShow ? (
        <div className={classes.secretActs}>
          {secret ? <CopySecret text={secret} label="Copy the secret" /> : null}
          <Button variant="subtle" data-danger onClick={() => setRotating(true)}>
            Replace the secret
          </Button>
        </div>
      ) : null}
      <ErrorNote error={show.error} />
      <ConfirmModal
        opened={rotating}
        onClose={() => setRotating(false)}
        title="Replace the secret?"
        confirmLabel="Replace"
        danger
        onConfirm={async () => onSecret((await desk.api.rotate()).secret)}
      >
        The old secret stops at once, and every program needs the new one. The key that signs session JWTs is replaced
        too; open sessions go on.
      </ConfirmModal>
    </>
  )
}
