import { describe, expect, it } from 'vitest'
import { prefillFrom } from '../../../renderer/data/person-form-store'
import {
  changesOf,
  emptyValues,
  fieldErrors,
  fieldErrorsOf,
  newUserOf,
  ownerOf,
} from '../../../renderer/features/people/person-values'
import { DeskError } from '../../../shared/errors'

const mara = { ...emptyValues(), name: 'Mara Lindqvist', email: 'mara@northwind.example' }

describe('the person form', () => {
  it('puts what was typed into a search box into the field it belongs to', () => {
    expect(prefillFrom(' lind ')).toEqual({ name: 'lind' })
    expect(prefillFrom('mara@northwind.example')).toEqual({ email: 'mara@northwind.example' })
    expect(prefillFrom('+46 70 123 45 67')).toEqual({ phone: '+46 70 123 45 67' })
    expect(prefillFrom('')).toEqual({})
  })

  it('sends no field that is empty', () => {
    expect(newUserOf({ ...mara, phone: '  ' })).toEqual({ name: mara.name, email: mara.email })
  })

  it('sends only what differs, and clears a field that was emptied', () => {
    expect(changesOf({ ...mara, email: '', notes: 'On site' }, mara)).toEqual({ email: null, notes: 'On site' })
    expect(changesOf(mara, mara)).toEqual({})
  })

  it('names what is wrong at each field before the desk is asked', () => {
    expect(fieldErrors(mara)).toEqual({})
    expect(Object.keys(fieldErrors({ ...emptyValues(), externalId: 'a b' })).toSorted()).toEqual([
      'email',
      'externalId',
      'name',
    ])
  })

  it('places a refusal of the desk at its field', () => {
    const taken = new DeskError('email_taken', 'Taken.', { userId: 'user-1', name: 'Tomas Lind' })
    expect(fieldErrorsOf(taken)).toEqual({ email: 'Taken.' })
    expect(ownerOf(taken)).toEqual({ userId: 'user-1', name: 'Tomas Lind' })
    const invalid = new DeskError('invalid_input', 'Look at the fields.', { 'changes.phone': 'Use +.', other: 'x' })
    expect(fieldErrorsOf(invalid)).toEqual({ phone: 'Use +.' })
    expect(fieldErrorsOf(new DeskError('disk_full', 'Full.'))).toEqual({})
  })
})
