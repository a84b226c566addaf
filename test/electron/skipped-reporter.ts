import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/** Prints why each spec was skipped: the list reporter marks it, but keeps the reason to itself. */
export default class SkippedReporter implements Reporter {
  onTestEnd(spec: TestCase, result: TestResult): void {
    if (result.status !== 'skipped') return
    const reason = result.annotations.find((annotation) => annotation.type === 'skip')?.description ?? 'no reason given'
    process.stdout.write(`  skipped: ${spec.titlePath().filter(Boolean).join(' > ')}\n           ${reason}\n`)
  }

  printsToStdio(): boolean {
    return false
  }
}
