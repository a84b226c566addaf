import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** Tries in a row that bring no byte before a download is given up. */
const fruitlessTries = 4

/** A download that failed; the message says why in words that follow "could not be fetched". */
export class DownloadError extends Error {
  constructor(message, { passing = false, cause } = {}) {
    super(message, { cause })
    this.passing = passing
  }
}

/**
 * Downloads a file over any number of connections: one that breaks is taken up again where it ended (RFC 9110,
 * section 14.2), and so is the file of an earlier run. Whether the bytes are right is for the caller's checksum.
 *
 * @param {string} url
 * @param {string} target where the whole file is put
 * @param {string} part where its beginning is kept until then, on the same disk
 * @param {{ quietMs: number, tell(at: { received: number, total: number | null }): void }} how `quietMs`: longest
 *   wait for a byte
 * @throws DownloadError; what was received stays in `part` unless the server refused
 */
export async function downloadInParts(url, target, part, { quietMs, tell }) {
  for (let fruitless = 0; ; ) {
    const before = await sizeOf(part)
    try {
      await takeUp(url, part, before, { quietMs, tell })
      return await rename(part, target)
    } catch (error) {
      if (!(error instanceof DownloadError) || !error.passing) throw error
      fruitless = (await sizeOf(part)) > before ? 0 : fruitless + 1
      if (fruitless >= fruitlessTries) throw error
      await pause(500 * fruitless)
    }
  }
}

async function takeUp(url, part, have, { quietMs, tell }) {
  const watch = watchQuiet(quietMs)
  try {
    const headers = have > 0 ? { range: `bytes=${have}-` } : {}
    const response = await fetch(url, { headers, signal: watch.signal })
    watch.heard()
    if (response.status === 416) {
      // What is kept is longer than the file, or is all of it and more was asked for: begin again.
      await rm(part, { force: true })
      throw new DownloadError('the server has another file than before', { passing: true })
    }
    if (!response.ok) {
      const passing = response.status >= 500 || response.status === 429
      throw new DownloadError(`the server answered ${response.status}`, { passing })
    }
    const from = response.status === 206 ? have : 0
    const length = Number(response.headers.get('content-length'))
    const total = length > 0 ? from + length : null
    let received = from
    await pipeline(
      Readable.fromWeb(response.body),
      async function* (pieces) {
        for await (const piece of pieces) {
          watch.heard()
          received += piece.length
          tell({ received, total })
          yield piece
        }
      },
      createWriteStream(part, { flags: from > 0 ? 'a' : 'w' }),
    )
    if (total !== null && received < total) throw new DownloadError('the connection broke', { passing: true })
  } catch (error) {
    if (watch.signal.aborted) throw new DownloadError(`no answer for ${Math.round(quietMs / 1000)} s`, { cause: error })
    throw error instanceof DownloadError ? error : asDownloadError(error)
  } finally {
    watch.end()
  }
}

/** Aborts when nothing was heard for a while. */
function watchQuiet(quietMs) {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), quietMs)
  return { signal: controller.signal, heard: () => timer.refresh(), end: () => clearTimeout(timer) }
}

function asDownloadError(error) {
  const code = error.cause?.code ?? error.code
  if (code === 'ENOSPC') return new DownloadError('the disk is full', { cause: error })
  if (code === 'EACCES' || code === 'EROFS') return new DownloadError('its folder cannot be written', { cause: error })
  const { http_proxy, https_proxy } = process.env
  const through = http_proxy || https_proxy ? ' through the proxy' : ''
  const named = typeof code === 'string' ? `, ${code}` : ''
  return new DownloadError(`no connection${through}${named}`, { passing: true, cause: error })
}

async function sizeOf(path) {
  return (await stat(path).catch(() => ({ size: 0 }))).size
}
