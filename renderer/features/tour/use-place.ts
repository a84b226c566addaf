import { type RefObject, useEffect, useState } from 'react'

interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Where the card is, and the part of the screen it is about. Pixels of the window. */
export interface Place {
  card: { left: number; top: number }
  part: Box | null
}

const gap = 12
const lookMs = 120

/** Beside the part if there is room, else below, above or left of it, else in the lower right corner. */
export function placeBeside(part: Box | null, card: { width: number; height: number }, room: Box): Place['card'] {
  const right = room.left + room.width - card.width - gap
  const bottom = room.top + room.height - card.height - gap
  const corner = { left: right, top: bottom }
  if (!part) return corner
  const inX = (left: number) => Math.max(room.left + gap, Math.min(left, right))
  const inY = (top: number) => Math.max(room.top + gap, Math.min(top, bottom))
  const beside = [
    { left: part.left + part.width + gap, top: inY(part.top) },
    { left: inX(part.left), top: part.top + part.height + gap },
    { left: inX(part.left), top: part.top - card.height - gap },
    { left: part.left - card.width - gap, top: inY(part.top) },
  ]
  const fits = ({ left, top }: Place['card']) =>
    left >= room.left && left <= right + gap && top >= room.top && top <= bottom + gap
  return beside.find(fits) ?? corner
}

function boxOf(element: Element | null): Box | null {
  if (!element) return null
  const { left, top, width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0 ? { left, top, width, height } : null
}

/** The screen's own place; on a narrow window the lab lies over a part of it. */
function roomOnScreen(): Box | null {
  const room = boxOf(document.getElementById('main'))
  const lab = boxOf(document.querySelector('[data-tour="lab"]'))
  if (!room || !lab) return room
  return { ...room, width: Math.min(room.width, lab.left - room.left) }
}

/** Follows a part of the screen, which may come late, move, or go. */
export function usePlace(anchor: string, card: RefObject<HTMLElement | null>): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useEffect(() => {
    let last = ''
    const look = () => {
      const own = card.current
      const room = roomOnScreen()
      if (!own || !room) return
      const part = boxOf(document.querySelector(`[data-tour="${anchor}"]`))
      const size = { width: own.offsetWidth, height: own.offsetHeight }
      const next = { card: placeBeside(part, size, room), part }
      const seen = JSON.stringify(next)
      if (seen === last) return
      last = seen
      setPlace(next)
    }
    look()
    const timer = window.setInterval(look, lookMs)
    window.addEventListener('resize', look)
    document.addEventListener('scroll', look, true)
    return () => {
      window.clearInterval(timer)
      window.removeEventListener('resize', look)
      document.removeEventListener('scroll', look, true)
    }
  }, [anchor, card])
  return place
}
