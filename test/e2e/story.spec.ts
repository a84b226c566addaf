import { test } from '../support/console'
import { enrollThePersonInFrontOfYou } from './story'

test('an operator enrolls the person in front of them, and the audit log tells it', async ({ console }) => {
  await enrollThePersonInFrontOfYou(console)
})
