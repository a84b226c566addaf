import type { ReactNode } from 'react'
import type { Tone } from '../words/tone'
import classes from './tag.module.css'

/** A word in a soft pill, with an icon where one helps. */
export function Tag({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {icon}
      {children}
    </span>
  )
}
