import { TextInput } from '@mantine/core'

interface ReasonFieldProps {
  value: string
  onChange: (value: string) => void
  placeholder: string
}

/** Why it is done: auditors read it. */
export function ReasonField({ value, onChange, placeholder }: ReasonFieldProps) {
  return (
    <TextInput
      mt={16}
      label="Reason"
      description="At least three characters; it is written to the audit log."
      placeholder={placeholder}
      value={value}
      maxLength={200}
      autoComplete="off"
      data-autofocus
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
