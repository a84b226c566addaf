/** Milliseconds a part of the screen may take to appear, and between two looks for it. */
const timeoutMs = 4000
const lookMs = 50

/** A part of the screen that the tour knows by its `data-tour` name; undefined when it does not come. */
export async function partOfScreen(name: string, patience = timeoutMs): Promise<HTMLElement | undefined> {
  for (let waited = 0; waited <= patience; waited += lookMs) {
    const part = document.querySelector<HTMLElement>(`[data-tour="${name}"]`)
    if (part && !part.matches(':disabled')) return part
    await pause(lookMs)
  }
  return undefined
}

/** Presses a button of the real screen, as a hand would; does nothing when it does not come. */
export async function clickTourTarget(name: string, patience?: number): Promise<void> {
  const part = await partOfScreen(name, patience)
  part?.click()
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, milliseconds))
}
