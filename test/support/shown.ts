import type { ElectronApplication, Page } from '@playwright/test'
import type { Host } from './host'

/** The console as a story meets it, whichever host presents it. */
export interface Console {
  page: Page
  /** Does what opens the window turned to the person, and gives that window. */
  openPersonScreen(act: () => Promise<void>): Promise<Page>
  /** Does what saves a file, and gives its text. */
  savedText(act: () => Promise<void>): Promise<string>
}

/** A program that presents its console, in a browser or in Electron. */
export interface Shown {
  console: Console
  /** Errors that any page wrote to its console so far. */
  complaints: string[]
  host?: Host
  program?: DeskProgram
  close(): Promise<void>
}

/** The program under Electron or its double, and the operator's window of it. */
export interface DeskProgram {
  program: ElectronApplication
  page: Page
  /** Folder that goes away afterwards; the vault and the user data lie in it. */
  folder: string
  /** True when the windows are the double's. */
  double: boolean
  complaints: string[]
  /** What the program printed. */
  printed(): string
  close(): Promise<void>
}
