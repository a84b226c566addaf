import { expect, it } from 'vitest'
import { apisOfTest } from '../../support/apis'
import { runLoad } from '../../support/load'

const open = apisOfTest()

it('fifty clients at once: no undefined answer, no lost write, one acceptance per code', async () => {
  const test = await open()
  const report = await runLoad(test, 50, 3000)
  expect(report.undefinedAnswers).toEqual([])
  expect(report.lostWrites).toEqual([])
  expect(report.acceptedTwice).toEqual([])
  expect(report.accepted).toBeGreaterThanOrEqual(50)
  expect(test.defects).toEqual([])
})
