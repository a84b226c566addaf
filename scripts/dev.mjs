// `npm run dev`: the console in a browser while it is worked on, from the sources and without a build. Vite serves
// the page and exchanges what changes in it; calls go on to the real browser host, which starts again when its own
// sources change. `-- --vault <folder>` works on a vault that stays, otherwise it is the demo's.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createNetServer } from 'node:net'
import { join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createServer, loadConfigFromFile, mergeConfig } from 'vite'
import { watchForEnd } from './launch/ending.mjs'
import { say } from './launch/say.mjs'

const root = resolve(import.meta.dirname, '..')
const endMs = 8000
const restMs = 200

const { values } = parseArgs({
  options: { vault: { type: 'string' }, demo: { type: 'boolean' }, port: { type: 'string', default: '5173' } },
})
const hostPort = await freePort()
const hostOrigin = `http://127.0.0.1:${hostPort}`
const hostFlags = values.vault === undefined ? ['--demo'] : ['--vault', values.vault]

/** The running host, and the link that opens it once; the page's next load uses it. */
let host = null
let link = null

/** Starts the host; false, with its reason on the terminal, when it does not come up. */
async function startHost() {
  const flags = ['--no-open', '--json', '--port', String(hostPort), ...hostFlags]
  host = spawn(process.execPath, [join(root, 'scripts', 'dev-host.mjs'), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(host, 'exit').then(() => null)
  const line = await Promise.race([once(createInterface(host.stdout), 'line'), ended])
  if (line === null) return false
  link = new URL(JSON.parse(line[0]).url).pathname
  return true
}

/** Lets the host end in order, which locks the vault. */
async function stopHost() {
  if (host.exitCode !== null || host.signalCode !== null) return
  const ended = once(host, 'exit')
  const timer = setTimeout(() => host.kill('SIGKILL'), endMs)
  host.disconnect()
  await ended
  clearTimeout(timer)
}

/** The page that loads next goes through the link, which gives it the host's cookie. */
const opensWithLink = {
  name: 'opens-with-link',
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      if (link === null || !/^\/(index\.html)?(\?|$)/.test(request.url)) return next()
      response.writeHead(302, { location: link, 'cache-control': 'no-store' }).end()
      link = null
    })
  },
}

/** What the host answers itself. It takes no foreign origin: only that of this page is put in its own words. */
const proxy = {
  '^/(ipc|enter|events|download)(/|$)': {
    target: hostOrigin,
    changeOrigin: true,
    configure(server) {
      server.on('proxyReq', (proxied, { headers }) => {
        if (headers.origin === `http://${headers.host}`) proxied.setHeader('origin', hostOrigin)
      })
    },
  },
}

const { config } = await loadConfigFromFile(
  { command: 'serve', mode: 'development' },
  join(root, 'electron.vite.config.ts'),
)
const page = await createServer(
  mergeConfig(config.renderer, {
    configFile: false,
    plugins: [opensWithLink],
    server: { host: '127.0.0.1', port: Number(values.port), fs: { allow: [root] }, proxy },
  }),
)

async function restartHost() {
  await stopHost()
  if (!(await startHost())) return say('The host did not start. Mend it; it is tried again at the next change.')
  page.ws.send({ type: 'full-reload' })
}

let turn = startHost()
if (!(await turn)) process.exit(1)
await page.listen()
page.printUrls()

let timer
page.watcher.add(['electron', 'shared', 'package.json'].map((name) => join(root, name)))
page.watcher.on('all', (_event, file) => {
  const path = relative(root, file)
  if (!/^(electron|shared)[\\/]|^package\.json$/.test(path)) return
  clearTimeout(timer)
  timer = setTimeout(() => {
    say(`${path} changed: the host starts again.`)
    turn = turn.then(restartHost)
  }, restMs)
})

watchForEnd().onAsk(async () => {
  clearTimeout(timer)
  await turn
  await Promise.all([stopHost(), page.close()])
  process.exit(0)
})

/** A port that is free now. It stays the host's over its restarts, so that the page's calls find it. */
async function freePort() {
  const server = createNetServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
