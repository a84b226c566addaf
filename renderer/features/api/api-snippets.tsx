import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '../../components/panel'
import classes from './api.module.css'
import { CopyText } from './copy-text'
import { type Snippet, type SnippetFacts, snippetsFor } from './snippets'

/** The guide's three steps, ready to paste, filled with this desk's address. */
export function ApiSnippets({ facts }: { facts: SnippetFacts }) {
  const [kind, setKind] = useState<Snippet['kind']>('node')
  const snippets = snippetsFor(facts)
  const shown = snippets.find((snippet) => snippet.kind === kind)
  if (!shown) return null
  return (
    <Panel title="Try it" aside={missing(facts)} className={classes.snippets}>
      <div className={classes.snippetHead}>
        <SegmentedControl
          aria-label="Snippet for"
          value={kind}
          onChange={setKind}
          data={snippets.map(({ kind: value, label }) => ({ value, label }))}
        />
        <CopyText text={shown.code} label="Copy the snippet" />
      </div>
      <p className="small muted">{shown.needs}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.code} tabIndex={0} aria-label={`Snippet for ${shown.label}`}>
        <pre data-testid="snippet">{shown.code}</pre>
      </section>
    </Panel>
  )
}

function missing({ url, secret }: SnippetFacts): string {
  if (url === null) return 'Runs once the API is on.'
  return secret === null ? 'Show the secret to fill it in.' : 'Filled in. Holds the secret.'
}
