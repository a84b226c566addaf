import { describe, expect, it } from 'vitest'
import { createLab } from '../../../electron/demo/lab'
import { createVirtualClock } from '../../../electron/demo/virtual-clock'
import { createDispatcher } from '../../../electron/ipc/dispatch'
import { procedureNames } from '../../../shared/contract/names'
import { type TestDesk, testPassphrase } from '../../support/desk'
import { desksOfTest, enrolled } from '../../support/desks'

const deskFor = desksOfTest()
const demoCalls = procedureNames.filter((name) => name.startsWith('demo.'))

function inputOf(name: string, userId: string): object {
  if (name === 'demo.setDrift') return { userId, driftSeconds: 5 }
  if (name === 'demo.setClock') return { offsetMs: 60_000 }
  return name === 'demo.attack' ? { userId, kind: 'replay' } : {}
}

/** Every demo call with good input, on a vault with somebody who is enrolled. */
async function refusals(test: TestDesk, dispatch: ReturnType<typeof createDispatcher>, userId: string) {
  const answers = []
  for (const name of demoCalls) answers.push(await dispatch(name, inputOf(name, userId), { side: 'operator' }))
  expect(test.defects).toEqual([])
  return answers
}

const forbidden = demoCalls.map(() => ({
  ok: false,
  error: { code: 'forbidden', message: 'This is not a demo. Start one with npm run demo.' },
}))

describe('in a vault of real people every call of the demo is refused', () => {
  it('where the program was started as usual', async () => {
    const test = await deskFor()
    const { user } = await enrolled(test)
    expect(demoCalls).toHaveLength(5)
    expect(await refusals(test, createDispatcher(test.desk), user.userId)).toEqual(forbidden)
  })

  it('even where the program takes it for a demo', async () => {
    const test = await deskFor()
    const { user } = await enrolled(test)
    const lab = createLab({
      desk: test.desk,
      clock: createVirtualClock(test.clock),
      passphrase: testPassphrase,
      onDefect: (error) => test.defects.push(error),
    })
    const { userId } = user
    const demo = lab.demoFor({ enroll: userId, verify: userId, recovery: userId, locked: userId })
    expect(await refusals(test, createDispatcher(test.desk, { demo }), userId)).toEqual(forbidden)
  })

  it('and a demo’s own vault, opened as if it were real, has no lab either', async () => {
    const test = await deskFor({ demo: true })
    const { user } = await enrolled(test)
    expect(await refusals(test, createDispatcher(test.desk), user.userId)).toEqual(forbidden)
  })
})
