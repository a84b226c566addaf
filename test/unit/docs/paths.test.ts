import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

describe('every file that a page names is there', () => {
  it.each(pages)('%s', (page) => {
    const text = readFileSync(join(root, page), 'utf8')
    const inCode = [...text.matchAll(/`((?:electron|renderer|shared|test|scripts|docs)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    )
    const linked = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, path = '']) => join(dirname(page), path))
    expect([...inCode, ...linked].filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
