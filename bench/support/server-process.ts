// A small server in a process of its own, to compare the hub with: it tells its port over the channel to its parent.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export class ServerProcess implements AsyncDisposable {
  readonly port: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  /** `script`: a file of this folder. */
  static async start(script: string, args: readonly string[] = []): Promise<ServerProcess> {
    const child = fork(join(import.meta.dirname, script), args)
    const [port] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended before it listened`))),
    ])) as [number] // cast: the only message
    return new ServerProcess(child, port)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}
