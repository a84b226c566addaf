import type { MenuItemConstructorOptions } from 'electron'

/** What the menu depends on. */
export interface MenuSetting {
  platform: NodeJS.Platform
  packaged: boolean
  lock(): void
}

/**
 * The application menu. It exists for its keys: without an Edit menu macOS has no copy and paste.
 * There is no reload and, in a packaged program, no developer tools.
 */
export function menuTemplate({ platform, packaged, lock }: MenuSetting): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const lockItem: MenuItemConstructorOptions = { label: 'Lock', accelerator: 'CmdOrCtrl+L', click: () => lock() }
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    { label: '&File', submenu: [lockItem, { type: 'separator' }, { role: mac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(packaged ? [] : [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions]),
      ],
    },
    { role: 'windowMenu' },
  ]
}
