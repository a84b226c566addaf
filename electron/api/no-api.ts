import { DeskError } from '../../shared/errors'
import type { ApiControl } from './api'

/** The API of a program that was put together without one. */
export const noApi: ApiControl = {
  status: () => ({ running: false, on: false, problem: null, url: null, projectId: '' }),
  start: () => Promise.reject(new DeskError('not_found', 'This program was built without the API.')),
  stop: () => Promise.resolve(noApi.status()),
  calls: () => ({ calls: [] }),
}
