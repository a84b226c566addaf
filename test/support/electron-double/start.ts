/**
 * The executable's part of the double: takes the place of Electron's own, finds the program, and runs it with
 * `electron` meaning the double.
 */
import { existsSync, readFileSync } from 'node:fs'
import Module, { register } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, placeProgram } from './app'
import { browser } from './browser'

const executable = resolve(process.env.ELECTRON_DOUBLE_EXECUTABLE ?? '')
const args = process.argv.slice(2)
const packagedApp = join(dirname(executable), 'resources', 'app')
const packaged = existsSync(packagedApp)
const appPath = packaged ? packagedApp : resolve(args.find((arg) => !arg.startsWith('-')) ?? '')

// In the process's place Electron shows its own command line, without anything of Node's.
process.argv = [executable, ...args]
Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '45.4.1-double' } })
if (!packaged) Object.defineProperty(process, 'defaultApp', { value: true })

const module_ = join(__dirname, 'electron.cjs')
register(
  `data:text/javascript,${encodeURIComponent(`
    export const resolve = (name, context, next) => name === 'electron'
      ? { url: ${JSON.stringify(pathToFileURL(module_).href)}, format: 'commonjs', shortCircuit: true }
      : next(name, context)`)}`,
)
const resolver = Module as unknown as { _resolveFilename(name: string, ...rest: unknown[]): string }
const original = resolver._resolveFilename
resolver._resolveFilename = (name, ...rest) => (name === 'electron' ? module_ : original.call(resolver, name, ...rest))

browser.start(process.env.ELECTRON_DOUBLE_CHROMIUM ?? '', args)
placeProgram({ appPath, packaged })
const { main } = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as { main: string }
import(pathToFileURL(join(appPath, main)).href).catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`)
  app.exit(1)
})
