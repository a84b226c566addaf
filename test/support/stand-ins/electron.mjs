#!/usr/bin/env node
// Stands in for the Electron executable and behaves as STAND_IN says. It writes what it was given to the file
// named by STAND_IN_REPORT, and how it ended behind it.
import { appendFileSync } from 'node:fs'

const { STAND_IN: kind, STAND_IN_REPORT: reportFile, ...env } = process.env
const report = (line) => reportFile && appendFileSync(reportFile, `${JSON.stringify(line)}\n`)
const words = (text) => process.stderr.write(`${text}\n`)
const stay = () => setInterval(() => {}, 1000)

report({ args: process.argv.slice(2), env, pid: process.pid })

/** Ends in order, as quitting with an open vault does: it takes a while and must not be cut short. */
function endInOrder(why) {
  report({ asked: why })
  setTimeout(() => {
    report({ ended: 'in order' })
    process.exit(0)
  }, 700)
}

/** As Electron: the first signal asks, then the default action is back and the next one kills. */
function heedSignalsAsElectron() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM').removeAllListeners('SIGHUP')
      endInOrder(signal)
    })
  }
}

const kinds = {
  'library missing'() {
    words(
      'electron: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory',
    )
    process.exit(127)
  },
  'no sandbox'() {
    words(
      '[1:1125/060000.000000:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly. Rather than run without sandboxing I am aborting now.',
    )
    process.kill(process.pid, 'SIGTRAP')
    stay()
  },
  'display silent'() {
    words('[1:1125/060000.000000:ERROR:ozone_platform_x11.cc(256)] Missing X server or $DISPLAY')
    process.kill(process.pid, 'SIGSEGV')
    stay()
  },
  dies: () => process.exit(3),
  'ends well, but never came up': () => process.exit(0),
  hangs() {
    process.on('disconnect', () => process.exit(0))
    stay()
  },
  'hangs and heeds nothing'() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
    process.on('disconnect', () => {})
    stay()
  },
  'cannot start'() {
    process.send({ state: 'failed', because: 'The folder cannot be written.' }, () => process.exit(1))
  },
  'open elsewhere'() {
    words('TOTP Desk is open already. Its window was brought to the front.')
    process.send({ state: 'elsewhere' }, () => process.exit(0))
  },
  'comes up'() {
    words('a word of Chromium')
    heedSignalsAsElectron()
    process.once('disconnect', () => endInOrder('disconnect'))
    process.send({ state: 'up' })
    stay()
  },
  'comes up and dies'() {
    process.send({ state: 'up' }, () => process.kill(process.pid, 'SIGSEGV'))
    stay()
  },
  'comes up and is closed'() {
    process.send({ state: 'up' }, () => process.exit(0))
  },
  'comes up and heeds nothing'() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
    process.on('disconnect', () => report({ asked: 'disconnect' }))
    process.send({ state: 'up' })
    stay()
  },
}
kinds[kind]()
