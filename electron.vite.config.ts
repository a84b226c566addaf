import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { type Plugin, runnerImport } from 'vite'

/** Absolute: an entry written `electron/main.ts` would be taken for a part of the package `electron`. */
const at = (path: string) => resolve(import.meta.dirname, path)

/**
 * Puts the values that a module exports in its place, so that what they were made from is not bundled: the
 * names of the contract without its schemas.
 */
function precomputed(file: string): Plugin {
  return {
    name: 'precomputed',
    async load(id) {
      if (id !== file) return null
      const { module, dependencies } = await runnerImport<Record<string, unknown>>(file, { configFile: false })
      for (const source of dependencies) this.addWatchFile(source)
      return Object.entries(module)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
        .join('\n')
    },
  }
}
const contractNames = () => precomputed(at('shared/contract/names.ts'))

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      // Electron 45 carries Node 24, but the browser host's entry runs on the Node that is there.
      target: 'node20.19',
      rolldownOptions: {
        input: { main: at('electron/main.ts'), browser: at('electron/browser.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [contractNames()],
    build: {
      outDir: at('out/preload'),
      target: 'node24.18',
      // A sandboxed preload can require nothing but `electron`: everything must be in the one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), contractNames()],
    // Each host writes the nonce of the load in its place: see electron/hosts/csp.ts.
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      // The same files serve Electron's Chromium 156 and whatever browser a machine without the
      // runtime has; 120 is the oldest that is still met on managed desktops.
      target: 'chrome120',
      minify: 'oxc',
      // Read from the disk of the same machine; the strength meter's word lists are large by nature.
      chunkSizeWarningLimit: 2000,
      // A data: URI would need `font-src data:`; files keep the policy at 'self'.
      assetsInlineLimit: 0,
      // What of other projects is in the page's files: scripts/package/notices.mjs reads it.
      license: { fileName: '.vite/licenses.json' },
      rolldownOptions: { input: { index: at('renderer/index.html'), enter: at('renderer/enter.html') } },
    },
  },
})
