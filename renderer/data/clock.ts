import { useCallback, useSyncExternalStore } from 'react'
import type { ClockStatus } from '../../shared/model/desk'
import { desk, transport } from './transport'

/**
 * The desk's clock, as this page knows it: the desk's time at one reading, carried on by
 * `performance.now()`, which does not jump when the machine's clock is set.
 */
let origin = Date.now() - performance.now()
const resyncMs = 60_000

/** Desk time now, Unix milliseconds. */
export function deskNow(): number {
  return performance.now() + origin
}

/** Takes over a reading of the desk's clock made at `readAt` (performance milliseconds). */
export function setDeskClock(deskTimeMs: number, readAt: number): void {
  origin = deskTimeMs - readAt
  for (const beat of beats.values()) beat.ring()
}

/** Reads the desk's clock and sets ours by it: half of the call's length counts as its way back. */
export async function readClock(): Promise<ClockStatus> {
  const asked = performance.now()
  const status = await desk.clock.status()
  setDeskClock(status.now, (asked + performance.now()) / 2)
  return status
}

interface Beat {
  listeners: Set<() => void>
  ring(): void
  stop(): void
}
const beats = new Map<number, Beat>()

/** One timer per resolution, set to the next round moment of desk time, so all screens turn together. */
function createBeat(resolutionMs: number): Beat {
  const listeners = new Set<() => void>()
  let timer = 0
  function ring() {
    window.clearTimeout(timer)
    timer = window.setTimeout(ring, resolutionMs - (deskNow() % resolutionMs) + 1)
    for (const listener of listeners) listener()
  }
  timer = window.setTimeout(ring, resolutionMs - (deskNow() % resolutionMs) + 1)
  return { listeners, ring, stop: () => window.clearTimeout(timer) }
}

function subscribeBeat(resolutionMs: number, listener: () => void): () => void {
  const beat = beats.get(resolutionMs) ?? createBeat(resolutionMs)
  beats.set(resolutionMs, beat)
  beat.listeners.add(listener)
  return () => {
    beat.listeners.delete(listener)
    if (beat.listeners.size > 0) return
    beat.stop()
    beats.delete(resolutionMs)
  }
}

/**
 * What `select` says of desk time, which it is given rounded down to `resolutionMs` (Unix milliseconds). Renders
 * again only when the answer is another one: for a page that changes at a moment, such as when a QR expires.
 *
 * @param select - gives a plain value: a number, a text, true or false
 */
export function useDeskClock<T extends number | string | boolean>(
  resolutionMs: number,
  select: (nowMs: number) => T,
): T {
  const subscribe = useCallback((listener: () => void) => subscribeBeat(resolutionMs, listener), [resolutionMs])
  return useSyncExternalStore(subscribe, () => select(Math.floor(deskNow() / resolutionMs) * resolutionMs))
}

const asItIs = (nowMs: number) => nowMs

/**
 * Desk time rounded down to `resolutionMs`, Unix milliseconds; renders again each time it turns.
 * 1000 for countdowns, 60 000 for "3 min ago". It belongs in the smallest component that shows it.
 */
export function useDeskNow(resolutionMs: number): number {
  return useDeskClock(resolutionMs, asItIs)
}

const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)')
const tickListeners = new Set<(nowMs: number) => void>()
let frame = 0

function runFrame() {
  const now = deskNow()
  for (const listener of tickListeners) listener(now)
  frame = tickListeners.size > 0 ? requestAnimationFrame(runFrame) : 0
}

/**
 * Calls `listener` with desk time on every frame, or once a second with reduced motion. For
 * drawing outside React's render; returns the function that ends it.
 */
export function subscribeTick(listener: (nowMs: number) => void): () => void {
  listener(deskNow())
  if (reducedMotion.matches) return subscribeBeat(1000, () => listener(deskNow()))
  tickListeners.add(listener)
  if (frame === 0) frame = requestAnimationFrame(runFrame)
  return () => void tickListeners.delete(listener)
}

/**
 * Keeps the page's clock true while the desk is open: each minute, when the page is seen again
 * (a sleeping machine stops `performance.now()`), and whenever the desk says its clock changed.
 */
export function keepClock(onStatus: (status: ClockStatus) => void): () => void {
  const read = () => void readClock().then(onStatus, () => undefined)
  const onVisible = () => document.visibilityState === 'visible' && read()
  const onEvent = (status: ClockStatus) => {
    setDeskClock(status.now, performance.now())
    onStatus(status)
  }
  read()
  const timer = window.setInterval(read, resyncMs)
  document.addEventListener('visibilitychange', onVisible)
  const ends = [transport.subscribe('clock.changed', onEvent), transport.subscribe('clock.alarm', onEvent)]
  return () => {
    window.clearInterval(timer)
    document.removeEventListener('visibilitychange', onVisible)
    for (const end of ends) end()
  }
}
