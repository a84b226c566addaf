import { newNonce, securityHeaders } from './csp'

/** What the desk hands out for a download ticket: once, piece by piece. */
export interface Download {
  fileName: string
  mediaType: string
  chunks: AsyncIterable<string>
}

/**
 * Streams a download as an attachment. A failure half way errors the stream, so that the file
 * shows as interrupted instead of passing for a whole one.
 */
export function attachmentResponse(download: Download): Response {
  const headers = {
    ...securityHeaders(newNonce()),
    'content-type': download.mediaType,
    'content-disposition': contentDisposition(download.fileName),
    'cache-control': 'no-store',
  }
  return new Response(streamOf(download.chunks), { status: 200, headers })
}

/** The header that names the file, with the plain and the UTF-8 form of RFC 6266. */
export function contentDisposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w.() -]/g, '_')
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

function streamOf(chunks: AsyncIterable<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
