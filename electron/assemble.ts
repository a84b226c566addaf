import { type ApiControl, createApi } from './api/api'
import { startDemo } from './demo/start-demo'
import { makeThrowAway } from './demo/temporary-vault'
import { systemClock } from './desk/clock/system'
import { createDesk, type Desk } from './desk/desk'
import { screenCall } from './desk/open-desk'
import { createDispatcher, type Dispatch } from './ipc/dispatch'

export interface AssembleOptions {
  /** Absolute path of the vault's folder; null for a demo in a folder that goes with the process. */
  folder: string | null
  version: string
  onDefect(error: unknown): void
}

/** What both entries present. */
export interface Assembled {
  desk: Desk
  dispatch: Dispatch
  folder: string
  /** What a demo has to tell whoever started it. */
  demo: { passphrase: string; api: { url: string; project_id: string; secret: string } } | null
}

/** Puts the desk, its API and its calls together, whatever the host. */
export async function assemble({ folder, version, onDefect }: AssembleOptions): Promise<Assembled> {
  if (folder === null) return assembleDemo(version, onDefect)
  const desk = createDesk({ folder, clock: systemClock, version, onDefect })
  const dispatch = createDispatcher(desk, { api: createApi(desk, { onDefect }), onDefect })
  return { desk, dispatch, folder, demo: null }
}

async function assembleDemo(version: string, onDefect: (error: unknown) => void): Promise<Assembled> {
  const place = await makeThrowAway()
  process.once('exit', place.remove)
  const { desk, demo } = await startDemo({ folder: place.folder, version, onDefect })
  const api = createApi(desk, { onDefect })
  return {
    desk,
    dispatch: createDispatcher(desk, { api, demo, onDefect }),
    folder: place.folder,
    demo: { passphrase: demo.status().passphrase, api: await startApi(desk, api) },
  }
}

async function startApi(desk: Desk, api: ApiControl): Promise<NonNullable<Assembled['demo']>['api']> {
  const { url } = await api.start({})
  const open = desk.open()
  const { projectId, secret } = await open.apiCredentials.show({ ...screenCall(open), channel: 'system' })
  return { url: url ?? '', project_id: projectId, secret }
}
