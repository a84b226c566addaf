import { type App, BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron'

/** What a right click offers: in a text field its editing, anywhere else nothing. */
export function editItems({ isEditable, editFlags }: ContextMenuParams): MenuItemConstructorOptions[] {
  if (!isEditable) return []
  return [
    { role: 'cut', enabled: editFlags.canCut },
    { role: 'copy', enabled: editFlags.canCopy },
    { role: 'paste', enabled: editFlags.canPaste },
  ]
}

/** Gives every page that menu: Electron has none by itself, so nothing could be pasted by mouse. */
export function offerEditMenu(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('context-menu', (_click, params) => {
      const items = editItems(params)
      const window = BrowserWindow.fromWebContents(contents)
      if (items.length > 0 && window) Menu.buildFromTemplate(items).popup({ window })
    })
  })
}
