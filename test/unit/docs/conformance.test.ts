import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../../scripts/build-if-stale.mjs'
import { titlesIn } from '../../support/test-titles'

const page = readFileSync(join(root, 'docs', 'conformance.md'), 'utf8')

interface Named {
  file: string
  title: string
  /** How many tests of the file begin with the title; null where it is the whole title of one. */
  many: number | null
}

const isPath = (text: string) => /^[a-z0-9-]+\/\S+\.ts$/.test(text)

/** Texts in backquotes, each with the number of tests that the page says are meant. */
function quotedIn(text: string): { quoted: string; many: number | null }[] {
  return [...text.matchAll(/(?:``(.+?)``|`([^`]+)`)(?: \((\d+) tests\))?/g)].map((match) => ({
    quoted: match[1] ?? match[2] ?? '',
    many: match[3] === undefined ? null : Number(match[3]),
  }))
}

/** The clauses of the tables, each with the tests that show it. */
const clauses = new Map<string, Named[]>()
for (const row of page.matchAll(/^\| ([VR]\d+) \| .* \| (.*) \|$/gm)) {
  let file = ''
  const named: Named[] = []
  for (const { quoted, many } of quotedIn(row[2] ?? '')) {
    if (isPath(quoted)) file = quoted
    else named.push({ file, title: quoted.replace(/…$/, ''), many })
  }
  clauses.set(row[1] ?? '', named)
}
const everyNamed = [...clauses.values()].flat()
const numbered = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)

describe('the conformance page', () => {
  it('has every clause from V1 to V24 and R1 to R13, each with a test', () => {
    expect([...clauses.keys()]).toEqual([...numbered('V', 24), ...numbered('R', 13)])
    expect([...clauses].filter(([, named]) => named.length === 0)).toEqual([])
    expect(page).not.toMatch(/to be filled in/)
  })

  it('names each test in its file by its very title', () => {
    const titles = new Map([...new Set(everyNamed.map(({ file }) => file))].map((file) => [file, titlesOf(file)]))
    const wrong = everyNamed.filter(({ file, title, many }) => {
      const ofFile = titles.get(file) ?? []
      return many === null ? !ofFile.includes(title) : ofFile.filter((other) => other.startsWith(title)).length !== many
    })
    expect(wrong).toEqual([])
  })

  it('names files of tests that are there, in its text too', () => {
    const paths = quotedIn(page).flatMap(({ quoted }) =>
      isPath(quoted) && /\.(test|spec)\.ts$/.test(quoted) ? [quoted] : [],
    )
    expect(paths.filter((path) => !existsSync(join(root, 'test', path)))).toEqual([])
  })
})

function titlesOf(file: string): string[] {
  const path = join(root, 'test', file)
  return existsSync(path) ? titlesIn(path) : []
}
