import type { Display, MessageBoxOptions } from 'electron'

/** What a spec may see and decide in the system's place; as `electronDouble` on the program's global object. */
export interface Control {
  /** Names of events that windows and contents never emit, such as `ready-to-show` on Wayland. */
  withheld: Set<string>
  /** From now on the frame that sent a message is gone by the time the message is read. */
  framesGone: boolean
  /** Dialogs that were shown, oldest first. */
  dialogs: (Pick<MessageBoxOptions, 'message' | 'detail' | 'buttons'> & { type: string })[]
  /** Index of the button that the next message box is answered with; its `cancelId` when there is none. */
  answers: number[]
  /** Menus that were put on the screen, as lists of roles and labels. */
  menus: string[][]
  /** What pages asked for: permission, and whether the program granted it. */
  permissions: { permission: string; granted: boolean }[]
  /** Replaces the displays of the machine; tells the program as the system would. */
  setDisplays(displays: Partial<Display>[]): void
  /** What the system answers when asked how long nobody has been there. */
  idleState: 'active' | 'idle' | 'locked' | 'unknown'
}

/** What a program is started with: JSON in the environment variable `ELECTRON_DOUBLE`. */
export interface Setting {
  withheld?: string[]
  displays?: Partial<Display>[]
}

export const setting: Setting = JSON.parse(process.env.ELECTRON_DOUBLE ?? '{}')

export const control: Control = {
  withheld: new Set(setting.withheld),
  framesGone: false,
  dialogs: [],
  answers: [],
  menus: [],
  permissions: [],
  setDisplays: () => {},
  idleState: 'active',
}

Object.defineProperty(globalThis, 'electronDouble', { value: control })
