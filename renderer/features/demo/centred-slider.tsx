import { Slider } from '@mantine/core'
import { useRef } from 'react'
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
  /** Set by a pointer, values this near to zero become zero. The keyboard's steps stay exact. */
  snap?: number
  onChange: (value: number) => void
  /** Once the pointer or the key is let go. */
  onSettle: (value: number) => void
}

/** A slider around zero. */
export function CentredSlider({ label, inWords, max, step, value, snap = 0, onChange, onSettle }: CentredSliderProps) {
  // A pointer snaps; a key would never leave zero if it did.
  const byPointer = useRef(false)
  const snapped = (to: number) => (byPointer.current && Math.abs(to) <= snap ? 0 : to)
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
        byPointer.current = true
      }}
      onKeyDownCapture={() => {
        byPointer.current = false
      }}
      onChange={(to) => onChange(snapped(to))}
      onChangeEnd={(to) => onSettle(snapped(to))}
    />
  )
}
