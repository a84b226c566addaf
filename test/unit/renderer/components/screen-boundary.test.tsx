// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ScreenBoundary } from '../../../../renderer/components/screen-boundary/screen-boundary'
import { show } from '../../../support/page'
import { answer, calls } from '../../../support/page-setup'

// React reports what a boundary catches; here that is what is tested.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

/** As a page translator does it: each text goes into an element of its own (react/react#11538). */
function translate(root: Element): void {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walk.nextNode()) texts.push(walk.currentNode as Text)
  for (const text of texts) {
    const font = document.createElement('font')
    text.replaceWith(font)
    font.append(text.cloneNode())
  }
}

function Answer({ text }: { text: string | null }) {
  return (
    <p data-testid="answer">
      {text}
      {text === null ? <b>Nothing yet</b> : null}
    </p>
  )
}

/** Throws a fault of its own while `broken`. */
function Faulty({ broken }: { broken: { now: boolean } }) {
  const [clicks, setClicks] = useState(0)
  if (broken.now) throw new Error('481052 is not what I expected')
  return (
    <button type="button" onClick={() => setClicks(clicks + 1)}>
      Clicked {clicks}
    </button>
  )
}

describe('the boundary round a screen', () => {
  it('builds a screen again whose texts a translator took away, with what it shows now', () => {
    const { container, rerender } = show(
      <ScreenBoundary>
        <Answer text="Wrong code" />
      </ScreenBoundary>,
    )
    translate(container)
    rerender(
      <ScreenBoundary>
        <Answer text={null} />
      </ScreenBoundary>,
    )
    expect(screen.getByTestId('answer').textContent).toBe('Nothing yet')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says that the screen stopped when the page is changed again and again', () => {
    const { container, rerender } = show(<ScreenBoundary>{null}</ScreenBoundary>)
    for (let times = 0; times < 8; times += 1) {
      for (const text of ['Wrong code', null]) {
        rerender(
          <ScreenBoundary>
            <Answer text={text} />
          </ScreenBoundary>,
        )
        if (text !== null) translate(container)
      }
    }
    expect(screen.getByRole('alert').textContent).toContain('This screen stopped.')
  })

  it('holds a fault within its screen, says what to do and nothing of what was typed', async () => {
    const broken = { now: true }
    show(
      <>
        <nav>Rail</nav>
        <ScreenBoundary>
          <Faulty broken={broken} />
        </ScreenBoundary>
      </>,
    )
    expect(screen.getByText('Rail')).toBeTruthy()
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain('Everything that was confirmed is saved.')
    expect(alert.textContent).not.toContain('481052')
    broken.now = false
    await userEvent.click(screen.getByRole('button', { name: 'Open it again' }))
    expect(screen.getByRole('button', { name: 'Clicked 0' })).toBeTruthy()
  })

  it('offers to lock where an operator is at an open vault, and nowhere else', async () => {
    answer('vault.lock', () => ({}))
    const broken = { now: true }
    const { unmount } = show(
      <ScreenBoundary canLock>
        <Faulty broken={broken} />
      </ScreenBoundary>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Lock the desk' }))
    expect(calls.map(({ name }) => name)).toEqual(['vault.lock'])
    unmount()
    show(
      <ScreenBoundary advice="Ask at the desk to open it again.">
        <Faulty broken={broken} />
      </ScreenBoundary>,
    )
    expect(screen.queryByRole('button', { name: 'Lock the desk' })).toBeNull()
    expect(screen.getByRole('alert').textContent).toContain('Ask at the desk to open it again.')
    act(() => undefined)
  })
})
