import { Client } from 'stytch'
import { type ApiControl, type ApiOptions, createApi } from '../../electron/api/api'
import { createDispatcher } from '../../electron/ipc/dispatch'
import { createClient, type DeskClient } from '../../shared/contract/client'
import type { ProcedureName } from '../../shared/contract/contract'
import { createTestClock, openTestDesk, type TestDesk, type TestDeskOptions } from './desk'

/** The least that hashing a recovery code takes, so that tests do not wait for it. */
export const cheapHash = { N: 2, r: 1, p: 1 }

export interface TestApi extends TestDesk {
  readonly api: ApiControl
  /** As the operator's window sees the desk, the API's procedures included. */
  readonly screen: DeskClient
  readonly url: string
  readonly projectId: string
  readonly secret: string
  /** The real SDK, pointed at the API. */
  readonly sdk: Client
}

export interface TestApiOptions extends TestDeskOptions {
  api?: Omit<ApiOptions, 'onDefect'>
}

/** A running API over a real desk over a real vault, at today's time: the SDK checks JWTs by the machine's clock. */
export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { api: apiOptions, ...deskOptions } = options
  const test = await openTestDesk({
    demo: true,
    clock: createTestClock(Date.now()),
    recoveryCost: cheapHash,
    ...deskOptions,
  })
  const onDefect = (error: unknown) => void test.defects.push(error)
  const api = createApi(test.desk, { ...apiOptions, onDefect })
  const dispatch = createDispatcher(test.desk, { api, onDefect })
  const screen = createClient({
    invoke: (name: ProcedureName, input: unknown) => dispatch(name, input, { side: 'operator' }),
  })
  const { url } = await screen.api.start()
  if (url === null) throw new Error('The API did not start.')
  const { projectId, secret } = await screen.api.credentials()
  const sdk = sdkFor(url, projectId, secret)
  return Object.assign(Object.create(test), { api, screen, url, projectId, secret, sdk }) as TestApi
}

/** The SDK warns on the console about every address that is not Stytch's; a test has no console. */
export function sdkFor(url: string, project_id: string, secret: string): Client {
  const { warn } = console
  Object.assign(console, { warn: () => {} })
  try {
    return new Client({ project_id, secret, env: url })
  } finally {
    Object.assign(console, { warn })
  }
}

/** A call without the SDK, for what it never sends. */
export async function send(
  { url, projectId, secret }: Pick<TestApi, 'url' | 'projectId' | 'secret'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const authorization = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}
