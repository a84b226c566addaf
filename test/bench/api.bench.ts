import { defaultHashCost } from '../../electron/otp/code-hash'
import { openTestApi } from '../support/api'
import { runLoad } from '../support/load'

const clients = 50
const forMs = 60_000

/** Fifty clients for a minute, mixed calls, the real costs; then whether all they were told is true. */
export async function run(): Promise<void> {
  const test = await openTestApi({ recoveryCost: defaultHashCost })
  try {
    const report = await runLoad(test, clients, forMs)
    const at = (share: number) => report.times[Math.floor((report.times.length - 1) * share)]?.toFixed(1) ?? '-'
    const lines = [
      `${clients} clients, ${report.seconds.toFixed(1)} s, ${report.requests} requests`,
      `requests per second  ${(report.requests / report.seconds).toFixed(0)}`,
      `p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   longest ${at(1)} ms`,
      `undefined answers    ${report.undefinedAnswers.length}`,
      `lost writes          ${report.lostWrites.length}`,
      `codes accepted       ${report.accepted}, not exactly once: ${report.acceptedTwice.length}`,
      `defects              ${test.defects.length}`,
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    const wrong = [...report.undefinedAnswers, ...report.lostWrites, ...report.acceptedTwice]
    for (const line of wrong.slice(0, 20)) process.stdout.write(`  ${line}\n`)
  } finally {
    await test.end()
  }
}
