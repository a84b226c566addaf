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

/** The running host, the token of its JSON line, and whether a page was open when it started again. */
let host = null
let token = ''
let restarted = false

/** Starts the host; false, with its reason on the terminal, when it does not come up. */
async function startHost() {
  const flags = ['--no-open', '--json', '--port', String(hostPort), ...hostFlags]
  host = spawn(process.execPath, [join(root, 'scripts', 'dev-host.mjs'), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(host, 'exit').then(() => null)
  const line = await Promise.race([once(createInterface(host.stdout), 'line'), ended])
  if (line === null) return false
  token = JSON.parse(line[0]).token
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

/** A new link of the host, which works once and for a minute. */
async function newLink() {
  const headers = { authorization: `Bearer ${token}` }
  const { url } = await (await fetch(`${hostOrigin}/link`, { method: 'POST', headers, body: '{}' })).json()
  return new URL(url).pathname
}

/** What the host answers itself. */
const hostPaths = '^/(ipc|enter|proof|link|events|download)(/|$)'

/** `/open` leads through a new link, and so does the page that loads again because the host has. */
const opensWithLink = {
  name: 'opens-with-link',
  configureServer({ middlewares }) {
    middlewares.use(async (request, response, next) => {
      const opens = request.url === '/open' || (restarted && request.url === '/')
      // Calls wait for a host that starts again.
      if (opens || new RegExp(hostPaths).test(request.url)) await turn
      if (!opens) return next()
      restarted = false
      response.writeHead(302, { location: await newLink(), 'cache-control': 'no-store' }).end()
    })
  },
}

/** The host takes no foreign origin: that of this page alone is written as its own. */
const proxy = {
  [hostPaths]: {
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
  restarted = true
  page.ws.send({ type: 'full-reload' })
}

let turn = startHost()
if (!(await turn)) process.exit(1)
await page.listen()
process.stdout.write(`TOTP Desk is open at ${new URL('/open', page.resolvedUrls.local[0])}\n`)

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
