// A process of its own that a test may kill. It never outlives the test.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const LIFE_MAX_MS = 30_000

export interface Child extends AsyncDisposable {
  readonly pid: number | undefined
  /** The next line it prints; null when it has ended. */
  nextLine(): Promise<string | null>
  /** `SIGKILL`, and everything it had printed before. */
  kill(): Promise<readonly string[]>
  /** What it printed on standard error, and how it ended, for the message of a failing test. */
  ending(): Promise<string>
}

export interface ChildOptions {
  /** A program before Node, such as a shell that limits it; the command follows. */
  readonly wrapper?: readonly string[]
}

/** Runs a script of this folder. */
export function startChild(script: string, args: readonly string[], options: ChildOptions = {}): Child {
  const file = join(import.meta.dirname, script)
  const node = [process.execPath, '--conditions=@portico/source', file, ...args]
  const [program = '', ...words] = [...(options.wrapper ?? []), ...node]
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIFE_MAX_MS,
    killSignal: 'SIGKILL',
  })
  const closed = once(child, 'close')
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string | null> => {
    const next = await lines.next()
    return next.done === true ? null : next.value
  }
  const kill = async (): Promise<readonly string[]> => {
    child.kill('SIGKILL')
    const rest: string[] = []
    for (let line = await nextLine(); line !== null; line = await nextLine()) rest.push(line)
    await closed
    return rest
  }
  return {
    pid: child.pid,
    nextLine,
    kill,
    ending: async () => {
      await closed
      return `${complaints}exit ${child.exitCode} ${child.signalCode}`
    },
    [Symbol.asyncDispose]: async () => {
      await kill()
    },
  }
}
