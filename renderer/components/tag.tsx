import type { ReactNode } from 'react'
import classes from './tag.module.css'

/** Colour is for meaning only, and never alone: the word stands in the tag. */
export type Tone = 'good' | 'warn' | 'bad' | 'neutral'

/** A word in a soft pill, with an icon where one helps. */
export function Tag({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {icon}
      {children}
    </span>
  )
}
