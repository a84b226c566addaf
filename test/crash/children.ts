import { type ChildProcess, spawn } from 'node:child_process'

const started: ChildProcess[] = []

/** A process that says what it has done, line by line. */
export interface Run {
  process: ChildProcess
  /** What it has said so far. */
  lines: string[]
  ended: Promise<number | null>
}

/** Starts one; {@link killAll} ends what a failed test has left. */
export function start(command: string, args: readonly string[]): Run {
  const one = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  started.push(one)
  const lines: string[] = []
  let rest = ''
  one.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  const ended = new Promise<number | null>((resolve) => one.once('close', (code) => resolve(code)))
  return { process: one, lines, ended }
}

/** Waits until the child has said something that begins so, or has ended. */
export async function heard(run: Run, beginning: string): Promise<boolean> {
  let over = false
  void run.ended.then(() => {
    over = true
  })
  for (;;) {
    if (run.lines.some((line) => line.startsWith(beginning))) return true
    if (over) return false
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** A failed test must not leave its children at work. */
export function killAll(): void {
  for (const one of started) one.kill('SIGKILL')
}
