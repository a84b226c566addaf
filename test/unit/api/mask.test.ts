import { describe, expect, it } from 'vitest'
import { mask, maskPath } from '../../../electron/api/mask'

const markers = [
  'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP',
  'jbswy3dpehpk3pxpjbswy3dpehpk3pxp',
  'secret-test-abcdefghijklmnopqrstuvwxyzABCDEFGHIJ',
  'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl',
  'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY',
  'k2p0-w8dz-41qn',
  '8F3K-9QXZ-0011-ABCD',
  'ABCDE-FGHJK-MNPQR',
  'otpauth://totp/Desk:mara?secret=JBSWY3DP',
  'data:image/png;base64, iVBORw0KGgo=',
]

describe('masking', () => {
  it.each(markers)('hides by shape, whatever the field is called and wherever it stands: %s', (marker) => {
    for (const value of [{ anything: marker }, [[marker]], { text: `before ${marker} after` }, { [marker]: 1 }]) {
      expect(JSON.stringify(mask(value))).not.toContain(marker)
    }
    for (const sent of [encodeURI(marker), encodeURIComponent(marker), marker.replaceAll('-', '%2d')]) {
      expect(decodeURIComponent(maskPath(`/v1/users/${sent}?x=${sent}&${sent}`))).not.toContain(marker)
    }
  })

  it.each(['123456', '123 456', '12345678', 123456])('hides a code under any name: %s', (code) => {
    expect(JSON.stringify(mask({ wrong_name: code }))).not.toMatch(/\d{3}/)
  })

  it.each([
    'secret',
    'totp_code',
    'recovery_code',
    'session_token',
    'session_jwt',
    'qr_code',
    'password',
    'Authorization',
  ])('hides the field %s whatever is in it', (name) => {
    expect(mask({ [name]: 'plain words' })).toEqual({ [name]: '••••' })
    expect(mask({ deep: [{ [name]: { inner: 'x' } }] })).toEqual({ deep: [{ [name]: '••••' }] })
  })

  it.each(['totp_code=123456', 'x=123456', 'x=123%20456', 'x=123+456', 'password=open', 'totp%5Fcode=1', '123456'])(
    'hides what a caller puts into the address instead of the body: %s',
    (query) => {
      expect(maskPath(`/v1/totps/authenticate?user_id=u&${query}`)).not.toMatch(/\d{2}|open|=1/)
    },
  )

  it('leaves an address without secrets as it was sent', () => {
    const path = '/v1/users/user-test-5e1c5e1c-5e1c-4e1c-8e1c-5e1c5e1c5e1c?a=b%20c&&d=&e?=%zz'
    expect(maskPath(path)).toBe(path)
    expect(maskPath('/v1/users')).toBe('/v1/users')
  })

  it('keeps how many recovery codes there were, and what is absent', () => {
    expect(mask({ recovery_codes: ['a', 'b'], session_token: '' })).toEqual({
      recovery_codes: ['••••', '••••'],
      session_token: '',
    })
  })

  it('leaves what the reader needs: ids, times, addresses, minutes, words', () => {
    const body = {
      status_code: 200,
      request_id: 'request-id-test-5e1c5e1c-5e1c-4e1c-8e1c-5e1c5e1c5e1c',
      user_id: 'user-test-5e1c5e1c-5e1c-4e1c-8e1c-5e1c5e1c5e1c',
      phone_id: 'phone-number-live-5e1c5e1c-5e1c-4e1c-8e1c-5e1c5e1c5e1c',
      emails: [{ email: 'mara@example.org', verified: false }],
      phone_number: '+10000000000',
      created_at: '2026-11-22T10:00:00Z',
      session_duration_minutes: 527_040,
      error_message: 'The user has a pending TOTP. Authenticate it, delete it, or wait until it expires.',
    }
    expect(mask(body)).toEqual(body)
  })
})
