/** Why a body has no text. */
export type BodyFault = 'too_large' | 'cut_off' | 'not_utf8'

/** As much of a body beyond its limit is read and dropped, so that its sender gets to read the answer. */
const drainBytes = 4 * 1024 * 1024

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text of a request's body, or why it has none. An invalid byte is never replaced: what is kept is what was sent. */
export async function readText(
  stream: ReadableStream<Uint8Array> | null,
  limitBytes: number,
): Promise<{ text: string } | { fault: BodyFault }> {
  if (!stream) return { text: '' }
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      if (size <= limitBytes) chunks.push(value)
      if (size > limitBytes + drainBytes) break
    }
  } catch {
    return { fault: 'cut_off' }
  }
  if (size > limitBytes) return { fault: 'too_large' }
  try {
    return { text: decoder.decode(Buffer.concat(chunks)) }
  } catch {
    return { fault: 'not_utf8' }
  }
}
