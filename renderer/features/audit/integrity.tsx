import { CopyButton } from '@mantine/core'
import { IconCheck, IconCopy, IconShieldCheck } from '@tabler/icons-react'
import { counted } from '../../words/times'
import classes from './audit-page.module.css'

const short = (root: string) => `${root.slice(0, 8)} … ${root.slice(-8)}`

/** What the log commits to: how many events, and the root of the tree over them (RFC 6962). */
export function Integrity({ tree }: { tree: { size: number; root: string } }) {
  return (
    <div className={classes.integrity}>
      <IconShieldCheck size={16} stroke={1.75} aria-hidden="true" />
      <span>{counted(tree.size, 'event')} in one hash tree, root</span>
      <CopyButton value={tree.root}>
        {({ copied, copy }) => (
          <button type="button" className={classes.root} onClick={copy} title={tree.root} aria-label="Copy the root">
            <span className="mono">{short(tree.root)}</span>
            {copied ? (
              <IconCheck size={14} stroke={1.75} aria-hidden="true" />
            ) : (
              <IconCopy size={14} stroke={1.75} aria-hidden="true" />
            )}
          </button>
        )}
      </CopyButton>
    </div>
  )
}
