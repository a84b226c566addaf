import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../../scripts/build-if-stale.mjs'

/** Every source file below `folders`, by the compiler's own parser; paths from the project's folder, with `/`. */
export function sourcesIn(folders: readonly string[]): ts.SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
      .sort()
      .map((file) => {
        const path = join(folder, file).replaceAll('\\', '/')
        return sourceOf(path, readFileSync(join(root, path), 'utf8'))
      }),
  )
}

export function sourceOf(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

/** `electron/api/ids.ts:12` */
export function placeOf(node: ts.Node): string {
  const source = node.getSourceFile()
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}
