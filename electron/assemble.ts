import { type ApiControl, createApi } from './api/api'
import { startDemo } from './demo/start-demo'
import { createTemporaryVault } from './demo/temporary-vault'
import { systemClock } from './desk/clock/system'
import { createDesk, type Desk } from './desk/desk'
import { screenCall } from './desk/open-desk'
import type { PreferenceStore } from './hosts/preferences'
import { createThisHost, type HostOptions, type ThisHost } from './hosts/this-host'
import { createDispatcher, type Dispatch } from './ipc/dispatch'
import { vaultExists } from './vault/vault'

export interface AssembleOptions extends Pick<HostOptions, 'vault' | 'noWindowBecause' | 'onDefect'> {
  version: string
}

/** What both entries present. */
export interface Assembled {
  desk: Desk
  dispatch: Dispatch
  preferences: PreferenceStore
  folder: string
  /** What whoever starts the program should know of its vaults, in one sentence; null when nothing. */
  notice: string | null
  /** What a demo has to tell whoever started it. */
  demo: { passphrase: string; api: { url: string; project_id: string; secret: string } } | null
}

/** Puts the desk, its API and its calls together, whatever the host. */
export async function assemble({ version, ...options }: AssembleOptions): Promise<Assembled> {
  const { onDefect } = options
  const host = createThisHost({ ...options, vaultExists })
  const { folder, notice, preferences } = host
  if (folder === null) return assembleDemo(version, host, onDefect)
  const desk = createDesk({ folder, clock: systemClock, version, onDefect })
  const dispatch = createDispatcher(desk, { api: createApi(desk, { onDefect }), host: host.port(desk), onDefect })
  return { desk, dispatch, preferences, folder, notice, demo: null }
}

async function assembleDemo(version: string, host: ThisHost, onDefect: (error: unknown) => void): Promise<Assembled> {
  const place = await createTemporaryVault()
  process.once('exit', place.remove)
  const { desk, demo } = await startDemo({ folder: place.folder, version, onDefect })
  const api = createApi(desk, { onDefect })
  return {
    desk,
    dispatch: createDispatcher(desk, { api, demo, host: host.port(desk), onDefect }),
    preferences: host.preferences,
    folder: place.folder,
    notice: null,
    demo: { passphrase: demo.status().passphrase, api: await startApi(desk, api) },
  }
}

async function startApi(desk: Desk, api: ApiControl): Promise<NonNullable<Assembled['demo']>['api']> {
  const { url } = await api.start({})
  const open = desk.open()
  const { projectId, secret } = await open.apiCredentials.show({ ...screenCall(open), channel: 'system' })
  return { url: url ?? '', project_id: projectId, secret }
}
