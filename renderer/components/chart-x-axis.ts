/** The axis below a bar chart: a hairline, and ticks near it in the size of small text. */
export const chartXAxis = {
  axisLine: { stroke: 'var(--line)' },
  tick: { transform: 'translate(0, 4)', fontSize: 12, fill: 'currentColor' },
  tickMargin: 4,
  height: 26,
} as const
