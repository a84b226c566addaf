import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions, MessageBoxOptions } from 'electron'
import { control } from './control'
import { DoubleWebContents } from './web-contents'

/**
 * A double of the module `electron`, whose windows hold real pages of a real Chromium. It imitates what the program
 * uses of Electron, and nothing else: what is not here fails where it is called.
 */
export { app } from './app'
export { DoubleWindow as BrowserWindow } from './browser-window'
export { screen } from './displays'
export { ipcMain } from './ipc-main'
export { protocol, session } from './session'
export { DoubleWebContents as webContents } from './web-contents'

class DoubleMenu {
  constructor(readonly template: MenuItemConstructorOptions[]) {}

  static buildFromTemplate(template: MenuItemConstructorOptions[]): DoubleMenu {
    return new DoubleMenu(template)
  }

  static setApplicationMenu(): void {}

  popup(): void {
    control.menus.push(this.template.map(({ role, label, type }) => String(role ?? label ?? type)))
  }
}

export { DoubleMenu as Menu }

export const dialog = {
  showErrorBox(title: string, text: string): void {
    control.dialogs.push({ type: 'error box', message: title, detail: text })
  },
  async showMessageBox(...given: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    const options = given.at(-1) as MessageBoxOptions
    control.dialogs.push({ ...options, type: options.type ?? 'none' })
    return { response: control.answers.shift() ?? options.cancelId ?? 0, checkboxChecked: false }
  },
}

class DoubleNativeTheme extends EventEmitter {
  private source: 'system' | 'light' | 'dark' = 'system'

  get shouldUseDarkColors(): boolean {
    return this.source === 'dark'
  }

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.source
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    this.source = source
    DoubleWebContents.colorScheme = source
    for (const contents of DoubleWebContents.getAllWebContents()) void contents.followColorScheme()
    this.emit('updated')
  }
}
export const nativeTheme = new DoubleNativeTheme()

export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleState: () => control.idleState,
  getSystemIdleTime: () => 0,
})
