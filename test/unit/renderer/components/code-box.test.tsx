// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { CodeBox } from '../../../../renderer/components/code-box/code-box'
import { typeIntoOpenBox } from '../../../../renderer/components/code-box/open-boxes'
import { show } from '../../../support/page'

const box = () => screen.getByLabelText<HTMLInputElement>('Code')

function showBox(props: Partial<Parameters<typeof CodeBox>[0]> = {}) {
  const onSubmit = vi.fn()
  const onInput = vi.fn()
  const shown = show(<CodeBox label="Code" digits={6} onSubmit={onSubmit} onInput={onInput} {...props} />)
  return { ...shown, onSubmit, onInput, user: userEvent.setup() }
}

describe('the code box', () => {
  it('submits once, with the last digit, and tells its length and nothing else', async () => {
    const { user, onSubmit, onInput } = showBox()
    await user.type(box(), '48105')
    expect(onSubmit).not.toHaveBeenCalled()
    await user.type(box(), '2')
    expect(onSubmit.mock.calls).toEqual([['481052']])
    expect(onInput.mock.calls.map(([length]) => length)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('takes Enter right after the last digit for a habit, not for a second try', async () => {
    const { user, onSubmit } = showBox()
    await user.type(box(), '481052{Enter}')
    expect(onSubmit).toHaveBeenCalledTimes(1)
  })

  it('hands on with Enter what is shorter than a code, so that the desk says what is wrong', async () => {
    const { user, onSubmit } = showBox()
    await user.type(box(), '48a{Enter}')
    expect(onSubmit.mock.calls).toEqual([['48a']])
  })

  it('takes a pasted code without its blanks and hyphens', async () => {
    const { user, onSubmit } = showBox()
    await user.click(box())
    await user.paste('481 052')
    expect(onSubmit.mock.calls).toEqual([['481052']])
  })

  it('takes nothing while an answer is awaited', async () => {
    const { user, onSubmit } = showBox({ busy: true })
    await user.type(box(), '481052')
    fireEvent.paste(box(), { clipboardData: { getData: () => '481052' } })
    expect(await typeIntoOpenBox('481052')).toBe(false)
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('starts a new code with the next key, once the answer is there', async () => {
    const props = { label: 'Code', digits: 6, onSubmit: vi.fn() }
    const { user, rerender } = showBox(props)
    await user.type(box(), '481052')
    rerender(<CodeBox {...props} busy />)
    rerender(<CodeBox {...props} />)
    await user.keyboard('7')
    expect(box().value).toBe('7')
  })

  it('keeps masked digits from the eye and from assistive technology', async () => {
    const { user, container } = showBox({ masked: true })
    await user.type(box(), '481')
    expect(box().type).toBe('password')
    expect(container.textContent).not.toMatch(/[481]/)
  })

  it('draws digits typed on the person’s screen as dots, without any digit', () => {
    const { container } = showBox({ elsewhere: 4 })
    expect(container.querySelectorAll('[data-remote] > span')).toHaveLength(4)
    expect(container.textContent).toBe('Code')
  })

  it('lets the demo’s phone type into the box that is open, and into none after it is gone', async () => {
    const { onSubmit, unmount } = showBox()
    expect(await typeIntoOpenBox('123456')).toBe(true)
    await waitFor(() => expect(onSubmit.mock.calls).toEqual([['123456']]))
    unmount()
    expect(await typeIntoOpenBox('123456')).toBe(false)
  })

  it.each([{ digits: 6 }, { digits: 8 }, { masked: true }, { size: 'large' as const }])(
    'is for somebody else’s code, so no password manager is invited: %j',
    (props) => {
      showBox(props)
      expect(box().autocomplete).toBe('off')
      expect({ ...box().dataset }).toEqual({
        '1pIgnore': 'true',
        lpignore: 'true',
        bwignore: 'true',
        formType: 'other',
      })
    },
  )
})
