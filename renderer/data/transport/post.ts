const answerWithinMs = 8000

/** One request to the host; null when nothing answers in time. */
export async function post(
  path: string,
  body: unknown,
  token?: string,
  signal: AbortSignal | null = AbortSignal.timeout(answerWithinMs),
): Promise<Response | null> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  try {
    return await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', signal })
  } catch {
    return null
  }
}
