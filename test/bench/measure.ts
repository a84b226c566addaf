/** One of several ways to do the same thing, run side by side. */
export interface Contender {
  name: string
  /** Does the thing `times` times. */
  run(times: number): void | Promise<void>
}

export interface Figure {
  name: string
  /** Median microseconds for doing it once. */
  micros: number
  /** Median over the rounds of this round's time divided by the first contender's. */
  ratio: number
}

const rounds = 9

/**
 * Runs the contenders in turn, round by round, so that a machine that drifts drifts for all of them; a
 * warm-up round does not count. Ratios are medians of per-round ratios: trust them, not the times.
 */
export async function sideBySide(contenders: readonly Contender[], times: number): Promise<Figure[]> {
  const micros: number[][] = contenders.map(() => [])
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const started = process.hrtime.bigint()
      await contender.run(times)
      if (round >= 0) micros[index]?.push(Number(process.hrtime.bigint() - started) / 1000 / times)
    }
  }
  const [base = []] = micros
  return contenders.map(({ name }, index) => {
    const own = micros[index] ?? []
    return { name, micros: median(own), ratio: median(own.map((value, round) => value / (base[round] ?? 1))) }
  })
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Prints figures as a Markdown table, ready for docs/performance.md. */
export function printTable(title: string, figures: readonly Figure[]): void {
  const [base] = figures
  const lines = figures.map(
    ({ name, micros, ratio }) =>
      `| ${name} | ${micros.toFixed(1)} | ${Math.round(1_000_000 / micros).toLocaleString('en')} | ${ratio.toFixed(2)} |`,
  )
  process.stdout.write(
    `\n**${title}**\n\n| | µs each | a second | time ÷ ${base?.name} |\n| --- | ---: | ---: | ---: |\n${lines.join('\n')}\n`,
  )
}
