/** What is asked of the machine; a file that cannot be read is null. */
export interface Machine {
  platform: NodeJS.Platform
  uid: number | null
  read(path: string): string | null
  stat(path: string): { uid: number; mode: number } | null
  list(path: string): { name: string; isFile(): boolean }[]
}
export const thisMachine: Machine
export function sandboxTrouble(executable: string, machine?: Machine): string | null
