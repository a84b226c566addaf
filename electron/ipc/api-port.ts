import { DeskError } from '../../shared/errors'
import type { ApiCall, ApiStatus } from '../../shared/model/api'
import type { Call } from '../desk/context'

/** What the contract needs of the API. The program's entry puts the real one here: ipc does not know it. */
export interface ApiPort {
  status(): ApiStatus
  /** @throws DeskError `port_taken`, and those of the open desk */
  start(input: { port?: number | undefined }, call?: Call): Promise<ApiStatus>
  stop(call?: Call): Promise<ApiStatus>
  /** The last calls, newest first; from the one after `before`. */
  calls(input: { before?: string | undefined }): { calls: ApiCall[] }
}

/** Stands in where the program was put together without an API. */
export const noApi: ApiPort = {
  status: () => ({ running: false, on: false, problem: null, url: null, projectId: '' }),
  start: () => Promise.reject(new DeskError('not_found', 'This program was built without the API.')),
  stop: () => Promise.resolve(noApi.status()),
  calls: () => ({ calls: [] }),
}
