import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DeskError } from '../../../shared/errors'
import { asDeskError } from '../../data/desk-error'
import { useHostStatus } from '../../data/queries/host'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { Refusal } from './refusal'
import classes from './unlock.module.css'

/** Vaults that earlier versions left elsewhere: offered, and never moved or changed by that. */
export function OtherVaults({ first }: { first: boolean }) {
  const others = useHostStatus()?.otherVaults ?? []
  const [error, setError] = useState<DeskError | null>(null)
  if (others.length === 0) return null

  async function use(folder: string) {
    setError(null)
    try {
      queryClient.setQueryData(keys.vault, await desk.vault.use({ folder }))
      await queryClient.invalidateQueries({ queryKey: keys.host })
    } catch (thrown) {
      setError(asDeskError(thrown))
    }
  }

  return (
    <section className={classes.others} aria-label="Other vaults on this computer">
      <p>
        {first
          ? 'An earlier version left a vault on this computer. Use it to go on with its people.'
          : 'There is another vault on this computer.'}
      </p>
      {others.map((folder) => (
        <div key={folder} className={classes.other}>
          <span className="mono">{folder}</span>
          <Button size="xs" variant={first ? 'filled' : 'default'} onClick={() => void use(folder)}>
            {first ? 'Use this vault' : 'Use it instead'}
          </Button>
        </div>
      ))}
      <Refusal error={error} />
    </section>
  )
}
