/**
 * A new id such as `user-live-<uuid>`; the uuid is version 4 (RFC 9562 section 5.4) over bytes of
 * the generator given, so that tests can fix it.
 */
export function newId(kind: string, environment: 'live' | 'test', random: (bytes: number) => Uint8Array): string {
  const bytes = Buffer.from(random(16))
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return `${kind}-${environment}-${uuid}`
}
