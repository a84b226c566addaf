import { ReadableStream, TextEncoderStream } from 'node:stream/web'
import { create as contentDisposition } from 'content-disposition'
import type { Download } from '../desk/audit/downloads'
import { newNonce, securityHeaders } from './csp'

/**
 * Streams a download as an attachment. A failure half way errors the stream, so that the file
 * shows as interrupted instead of passing for a whole one.
 */
export function attachmentResponse({ fileName, mediaType, chunks }: Download): Response {
  const headers = {
    ...securityHeaders(newNonce()),
    'content-type': mediaType,
    'content-disposition': contentDisposition(fileName),
    'cache-control': 'no-store',
  }
  const body = ReadableStream.from(chunks).pipeThrough(new TextEncoderStream())
  // Node's streams are the web's, under types of their own.
  return new Response(body as BodyInit, { status: 200, headers })
}
