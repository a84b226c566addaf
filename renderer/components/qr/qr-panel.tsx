import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { deskNow, useDeskNow } from '../../data/clock'
import { KeyGroups } from '../key-groups/key-groups'
import classes from './qr.module.css'
import { QrImage } from './qr-image'

/** Seconds for which the operator's own screen shows a secret before it is blurred again. */
const shownSeconds = 120

interface QrPanelProps {
  svg: string
  secret: string
  /** Whose QR it is. */
  name: string
}

/** QR and key on the operator's own screen, where they were just asked for; blurred again after two minutes. */
export function QrPanel({ svg, secret, name }: QrPanelProps) {
  const [shownUntil, setShownUntil] = useState<number | null>(() => deskNow() + shownSeconds * 1000)
  const now = useDeskNow(1000)
  const left = shownUntil === null ? 0 : Math.ceil((shownUntil - now) / 1000)
  const shown = left > 0

  useEffect(() => {
    if (shownUntil !== null && !shown) setShownUntil(null)
  }, [shown, shownUntil])

  if (!shown) {
    return (
      <div className={classes.veiled}>
        <div className={classes.blur} aria-hidden="true" />
        <Button
          leftSection={<IconEye size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => setShownUntil(now + shownSeconds * 1000)}
        >
          Show the QR
        </Button>
      </div>
    )
  }
  return (
    <div className={classes.open}>
      <div className={classes.ground}>
        <QrImage svg={svg} name={name} size={246} />
      </div>
      <div className={classes.beside}>
        <div>
          <h3 className={classes.heading}>Cannot scan? Type this key</h3>
          <KeyGroups secret={secret} copy />
        </div>
        <p className="small muted">
          Blurred again in {left} s.{' '}
          <button type="button" className={classes.hide} onClick={() => setShownUntil(null)}>
            Hide now
          </button>
        </p>
      </div>
    </div>
  )
}
