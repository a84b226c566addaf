import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { IdentityCheck } from '../../../shared/model/common'
import { identityChoices, referenceLabel } from '../../words/identity'
import { FieldPair } from '../dialog/dialog-form'

type Kind = IdentityCheck['kind']

/** What was chosen so far; `value` is null until a kind is. */
export interface IdentityState {
  kind: Kind | null
  reference: string
  value: IdentityCheck | null
  setKind: (kind: Kind | null) => void
  setReference: (reference: string) => void
}

/** State of {@link IdentityFields}. */
export function useIdentity(): IdentityState {
  const [kind, setKind] = useState<Kind | null>(null)
  const [reference, setReference] = useState('')
  const trimmed = reference.trim()
  const value = kind ? { kind, ...(trimmed ? { reference: trimmed } : {}) } : null
  return { kind, reference, value, setKind, setReference }
}

interface IdentityFieldsProps {
  identity: IdentityState
  label?: string
  optional?: boolean
  /** What is wrong, said after a try without a choice. */
  error?: string | null
  autoFocus?: boolean
}

/** How staff made sure who is in front of them; a reference where there is one, never a document's contents. */
export function IdentityFields({ identity, label, optional, error, autoFocus }: IdentityFieldsProps) {
  return (
    <FieldPair>
      <Select
        label={label ?? 'How did you make sure who it is?'}
        placeholder="Choose"
        data={identityChoices}
        value={identity.kind}
        onChange={identity.setKind}
        clearable={optional ?? false}
        error={error}
        data-autofocus={autoFocus || undefined}
        comboboxProps={{ withinPortal: true }}
      />
      <TextInput
        label={referenceLabel(identity.kind)}
        value={identity.reference}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => identity.setReference(event.currentTarget.value)}
      />
    </FieldPair>
  )
}
