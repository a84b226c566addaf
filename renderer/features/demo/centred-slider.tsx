import { Slider } from '@mantine/core'
import classes from './centred-slider.module.css'

interface CentredSliderProps {
  /** Name for assistive technology. */
  label: string
  /** The value in words, as a reader says it. */
  inWords: (value: number) => string
  /** The ends are as far from zero either way. */
  max: number
  step: number
  value: number
  /** Set by hand, values this near to zero become zero. The keyboard's steps stay exact. */
  snap?: number
  onChange: (value: number) => void
  /** Once the hand or the key lets go. */
  onSettle: (value: number) => void
}

/** Set by whoever moved it last: a hand snaps, and a key would never leave zero if it did. */
let byHand = false

/** A slider around zero. */
export function CentredSlider({ label, inWords, max, step, value, snap = 0, onChange, onSettle }: CentredSliderProps) {
  const snapped = (to: number) => (byHand && Math.abs(to) <= snap ? 0 : to)
  return (
    <Slider
      classNames={{
        mark: classes.mark ?? '',
        track: classes.track ?? '',
        thumb: classes.thumb ?? '',
      }}
      min={-max}
      max={max}
      step={step}
      value={value}
      startPointValue={0}
      label={null}
      marks={[{ value: 0 }]}
      thumbLabel={label}
      thumbValueText={inWords}
      onPointerDownCapture={() => {
        byHand = true
      }}
      onKeyDownCapture={() => {
        byHand = false
      }}
      onChange={(to) => onChange(snapped(to))}
      onChangeEnd={(to) => onSettle(snapped(to))}
    />
  )
}
