import { mkdirSync, mkdtempSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Builds the child to one file that every Node of the project runs as it is. It stands below
 * node_modules, so that its dependencies are found from there.
 * @returns the path of the built file
 */
export async function buildChild(): Promise<string> {
  const root = resolve(import.meta.dirname, '../..')
  const cache = join(root, 'node_modules/.cache/totp-desk')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'vault-child-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('./vault-child.ts', import.meta.url)),
      outDir,
      rollupOptions: { output: { entryFileNames: 'vault-child.mjs' } },
    },
  })
  return join(outDir, 'vault-child.mjs')
}
