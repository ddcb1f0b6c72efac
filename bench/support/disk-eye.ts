// When a line of the journal can first be read from the disk by somebody else.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface EyeOrder {
  /** Data folder of the hub. */
  readonly folder: string
  readonly home: string
}

/** The first line of that type and effect after that number. */
export interface Looked {
  readonly after: number
  readonly type: string
  readonly effect: string
  readonly withinMs: number
}

export interface EyeWord {
  /** When it was read. */
  readonly at: number
  /** The line's own stamp; null: there is none. */
  readonly mono: number | null
}

export class DiskEye implements AsyncDisposable {
  readonly #worker: Worker

  private constructor(worker: Worker) {
    this.#worker = worker
  }

  /** Resolves when it can look. */
  static async open(order: EyeOrder): Promise<DiskEye> {
    const worker = new Worker(new URL('./disk-eye-main.ts', import.meta.url), { workerData: order })
    await once(worker, 'message')
    return new DiskEye(worker)
  }

  /** Begins to look at once. @throws when there is no such line in time */
  async see(looked: Looked): Promise<{ readonly at: number; readonly mono: number }> {
    this.#worker.postMessage(looked)
    // cast: what the thread answers
    const [{ at, mono }] = (await once(this.#worker, 'message')) as [EyeWord]
    if (mono === null) throw new Error(`no ${looked.type} of ${looked.effect} within ${looked.withinMs} ms`)
    return { at, mono }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }
}
