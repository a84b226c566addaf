import { afterEach } from 'vitest'
import { openTestApi, type TestApi, type TestApiOptions } from './api'

/** Opens APIs that end with the test. Call it once, at the top of a test file. */
export function apisOfTest(): (options?: TestApiOptions) => Promise<TestApi> {
  let open: TestApi[] = []
  afterEach(async () => {
    const ending = open
    open = []
    for (const test of ending) await test.end()
  })
  return async (options) => {
    const test = await openTestApi(options)
    open.push(test)
    return test
  }
}
