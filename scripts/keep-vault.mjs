import { createServer } from 'vite'

/** Keeps a vault of the present schema among the tests: see test/fixtures/vaults/README.md. */
const server = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true },
})
try {
  const { keepVault } = await server.ssrLoadModule('/test/fixtures/vaults/keep.ts')
  process.stdout.write(`${await keepVault()}\n`)
} finally {
  await server.close()
}
