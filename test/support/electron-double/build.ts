import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { chromiumPath } from '../chromium'
import { doubleExecutable, doubleFolder, type PackedProgram, packProgram, starterText } from '../packed-program'

/**
 * Builds the double for plain Node, and packs the program around it. POSIX only: its executable is a shell
 * script.
 */
export async function prepareDouble(): Promise<PackedProgram> {
  const here = (name: string) => join(import.meta.dirname, name)
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20',
      outDir: doubleFolder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: { start: here('start.ts'), electron: here('electron.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  })
  const starter = starterText(await chromiumPath())
  writeFileSync(doubleExecutable, starter)
  chmodSync(doubleExecutable, 0o755)
  return packProgram(starter)
}
