import {
  type ChangeEvent,
  type KeyboardEvent,
  type ClipboardEvent as ReactClipboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { notForManagers } from '../not-for-managers'
import classes from './code-box.module.css'
import { CodeCells } from './code-cells'
import { afterInput, codeText } from './code-text'
import { useOpenBox } from './open-boxes'

export interface CodeBoxHandle {
  /** Puts the caret into the box; what is there is selected, so that typing replaces it. */
  focus(): void
  /** Empties the box. */
  clear(): void
}

interface CodeBoxProps {
  /** Name of the input for assistive technology, such as "Code from the app". */
  label: string
  /** Digits of a code: 6 or 8. */
  digits: number
  /** Called with the code as typed, on its last character, on paste and on Enter. */
  onSubmit: (code: string) => void
  /** Called whenever what is in the box changes, with its length. */
  onInput?: ((length: number) => void) | undefined
  size?: 'normal' | 'large'
  /** Shows dots and keeps the digits from assistive technology, too. */
  masked?: boolean
  /** Digits typed on the person's screen; drawn as dots while this box is empty. */
  elsewhere?: number
  /** While an answer is awaited nothing can be typed. */
  busy?: boolean
  disabled?: boolean
  autoFocus?: boolean
  /** Id of the text that describes the box. */
  describedBy?: string | undefined
  ref?: Ref<CodeBoxHandle>
}

/** Many press Enter after the last digit out of habit; within this time it is not a second try. */
const habitMs = 1500

/**
 * Six (or eight) large boxes over one real input: assistive technology, paste and the numeric pad
 * meet a plain text field. Blanks and hyphens are taken out; anything else that is typed is handed
 * on as it is, so that the desk judges it and the refusal can be explained.
 */
export function CodeBox(props: CodeBoxProps) {
  const { label, digits, onSubmit, onInput, size = 'normal', masked = false, elsewhere = 0, busy = false } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [caret, setCaret] = useState<readonly [number, number] | null>(null)
  const composing = useRef(false)
  const completedAt = useRef(Number.NEGATIVE_INFINITY)

  const readCaret = () => {
    const element = input.current
    if (element && document.activeElement === element) {
      setCaret([element.selectionStart ?? 0, element.selectionEnd ?? 0])
    } else setCaret(null)
  }

  useImperativeHandle(props.ref, () => ({
    focus() {
      input.current?.focus()
      input.current?.select()
      readCaret()
    },
    clear() {
      setText('')
      onInput?.(0)
    },
  }))

  // A box that is focused as it appears gets no focus event.
  useEffect(() => {
    const element = input.current
    if (element && document.activeElement === element) setCaret([element.value.length, element.value.length])
  }, [])

  // Once the answer is there, the next key starts a new code instead of lengthening the old one.
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && !busy && document.activeElement === input.current) {
      input.current?.select()
      setCaret([0, input.current?.value.length ?? 0])
    }
    wasBusy.current = busy
  }, [busy])

  // The caret of an earlier key must not come after the selection that an answer makes.
  const caretFrame = useRef(0)

  function take(raw: string, caretAt: number) {
    cancelAnimationFrame(caretFrame.current)
    const next = afterInput(text, raw, caretAt, digits)
    setText(next.text)
    onInput?.([...next.text].length)
    if (next.complete) {
      completedAt.current = performance.now()
      onSubmit(next.text)
    } else caretFrame.current = requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret))
  }

  function onChange(event: ChangeEvent<HTMLInputElement>) {
    const { value, selectionStart } = event.currentTarget
    if (composing.current) setText(value)
    else take(value, selectionStart ?? value.length)
  }

  // Pasting the code that is already there is no change to the input, but the desk may be asked again after a wait.
  function onPaste(event: ReactClipboardEvent<HTMLInputElement>) {
    const pasted = codeText(event.clipboardData.getData('text').slice(0, 64))
    if (busy || [...pasted].length < digits) return
    event.preventDefault()
    if (pasted === text) onSubmit(pasted)
    else write(pasted, true)
  }

  function write(code: string, last: boolean) {
    setText(code)
    onInput?.([...code].length)
    if (last) onSubmit(code)
  }
  useOpenBox({ ready: () => !busy && !props.disabled, write })

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'Enter' || composing.current) return
    event.preventDefault()
    if (text !== '' && !busy && performance.now() - completedAt.current > habitMs) onSubmit(codeText(text))
  }

  return (
    <div className={classes.box} data-size={size} data-dim={busy || props.disabled || undefined}>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <CodeCells text={text} digits={digits} caret={caret} masked={masked} elsewhere={elsewhere} size={size} />
      <input
        ref={input}
        id={id}
        className={classes.input}
        type={masked ? 'password' : 'text'}
        inputMode="numeric"
        {...notForManagers}
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={64}
        aria-describedby={props.describedBy}
        // biome-ignore lint/a11y/noAutofocus: the box is what the screen was opened for
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        readOnly={busy}
        value={text}
        onChange={onChange}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={(event) => {
          composing.current = false
          take(event.currentTarget.value, event.currentTarget.value.length)
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onSelect={readCaret}
        onFocus={(event) => {
          event.currentTarget.select()
          readCaret()
        }}
        onBlur={() => setCaret(null)}
      />
    </div>
  )
}
