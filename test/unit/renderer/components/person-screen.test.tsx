// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { PersonScreen } from '../../../../renderer/features/person-screen/person-screen'
import { show } from '../../../support/page'

const view = vi.hoisted(() => ({ stage: { kind: 'waiting' }, facts: { name: 'Mara Lindqvist', issuer: 'Lindmark' } }))
vi.mock('../../../../renderer/features/person-screen/use-person-screen', () => ({
  usePersonScreen: () => ({ ...view }),
}))

it('says aloud, in a place that was there before, that a code was accepted, and keeps the focus on the screen', () => {
  const { rerender } = show(<PersonScreen totpId="totp-1" />)
  const spoken = screen.getByRole('status')
  expect(spoken.textContent).toBe('')
  expect(document.activeElement).toBe(document.body)
  view.stage = { kind: 'verified' }
  rerender(<PersonScreen totpId="totp-1" />)
  expect(screen.getByRole('status')).toBe(spoken)
  expect(spoken.textContent).toContain('Accepted. All set, Mara.')
  expect(document.activeElement).toBe(screen.getByRole('main'))
})
