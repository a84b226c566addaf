/** Pixels a module is drawn with: enough for a decoder, few enough to be quick. */
const scale = 4

/**
 * Draws the SVG that the QR library writes (dark modules as horizontal strokes), so that a test can
 * read the code back as a camera would.
 */
export function rasterOf(svg: string): { data: Uint8ClampedArray; size: number } {
  const modules = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const strokes = /stroke="#000000" d="([^"]+)"/.exec(svg)?.[1] ?? ''
  const size = modules * scale
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  let x = 0
  let y = 0
  for (const [, command, first = '0', second = '0'] of strokes.matchAll(/([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?/g)) {
    if (command === 'M') {
      x = Number(first)
      y = Math.floor(Number(second))
    } else if (command === 'm') {
      x += Number(first)
      y += Number(second)
    } else {
      fillBlack(data, size, x, y, Number(first))
      x += Number(first)
    }
  }
  return { data, size }
}

function fillBlack(data: Uint8ClampedArray, size: number, x: number, y: number, width: number): void {
  for (let row = y * scale; row < (y + 1) * scale; row += 1) {
    for (let column = x * scale; column < (x + width) * scale; column += 1) {
      data.set([0, 0, 0], (row * size + column) * 4)
    }
  }
}
