// The main thread's end of the writer: starts it, asks it, and never waits for it without end.
import { after, seconds } from '@portico/core'
import type { Duration } from '@portico/core'
import type { Clock, HubError, Wake } from '@portico/ports'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { journalWrite, writeError } from './errors.ts'
import type { WireBatch, WriterReply, WriterRequest } from './writer-message.ts'

/** A disk that answers nothing for so long is gone; whether the last group reached it is unknown until a restart. */
const ANSWER_WAIT_MAX = seconds(60)
const CLOSE_WAIT_MAX = seconds(10)

interface Question {
  readonly resolve: (count: number) => void
  readonly reject: (error: HubError) => void
  readonly wake: Wake
}

export interface WriterThreadOptions {
  readonly path: string
  readonly clock: Clock
}

/** Beside this very file, in source as in a build. */
const workerFile = (): URL =>
  new URL(`./writer-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

/** A thread does not inherit where compiled code is kept; without it, it would read its source anew at each start. */
function workerEnv(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir()
  return cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) }
}

/** Once an answer fails to come the thread counts as lost for good: only a fresh start can tell what it still did. */
export class WriterThread {
  readonly #path: string
  readonly #clock: Clock
  readonly #worker: Worker
  readonly #exited: Promise<void>
  /** In order of asking, which is the order of answering. */
  #questions: Question[] = []
  #closing = false
  #lost: string | null = null

  private constructor({ path, clock }: WriterThreadOptions) {
    this.#path = path
    this.#clock = clock
    const env = workerEnv()
    this.#worker = new Worker(workerFile(), { workerData: path, execArgv: [], env, name: 'journal' })
    this.#worker.on('message', (reply: WriterReply) => this.#hear(reply))
    this.#worker.on('error', (error) => this.#lose(`the writer thread broke: ${String(error)}`))
    this.#exited = new Promise((resolve) =>
      this.#worker.once('exit', () => {
        if (!this.#closing) this.#lose('the writer thread ended')
        resolve()
      }),
    )
  }

  /** Resolves when the thread has opened the file and can be asked. */
  static async start(options: WriterThreadOptions): Promise<WriterThread> {
    const thread = new WriterThread(options)
    try {
      await thread.#answer()
    } catch (error) {
      await thread.close()
      throw error
    }
    return thread
  }

  /** One transaction; resolves when it has reached the disk. */
  async write(group: readonly WireBatch[]): Promise<void> {
    await this.#ask({ type: 'write', group })
  }

  /** How many blobs were deleted, at most `limit`. */
  sweep(now: number, limit: number): Promise<number> {
    return this.#ask({ type: 'sweep', now, limit })
  }

  /** Ends the thread after what it has been asked; a thread that hangs is left behind after `CLOSE_WAIT_MAX`. */
  async close(): Promise<void> {
    this.#closing = true
    if (this.#lost === null) this.#worker.postMessage({ type: 'close' } satisfies WriterRequest)
    else void this.#worker.terminate()
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = this.#wakeIn(CLOSE_WAIT_MAX, () => {
      void this.#worker.terminate()
      resolve()
    })
    await Promise.race([this.#exited, promise])
    wake.cancel()
  }

  #ask(request: WriterRequest): Promise<number> {
    if (this.#lost !== null) return Promise.reject(journalWrite(this.#path, this.#lost))
    this.#worker.postMessage(request)
    return this.#answer()
  }

  #answer(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const wake = this.#wakeIn(ANSWER_WAIT_MAX, () =>
      this.#lose(`no answer from the disk within ${ANSWER_WAIT_MAX} ms; restart the hub`),
    )
    this.#questions.push({ resolve, reject, wake })
    return promise
  }

  #hear(reply: WriterReply): void {
    const question = this.#questions.shift()
    if (question === undefined) return
    question.wake.cancel()
    if (reply.type === 'done') question.resolve(reply.count)
    else question.reject(writeError(this.#path, reply.failure))
  }

  /** From here on nothing is written any more: what the disk holds is known again after the next start. */
  #lose(why: string): void {
    if (this.#lost !== null) return
    this.#lost = why
    const open = this.#questions
    this.#questions = []
    for (const { wake, reject } of open) {
      wake.cancel()
      reject(journalWrite(this.#path, why))
    }
  }

  #wakeIn(wait: Duration, call: () => void): Wake {
    return this.#clock.wake(after(this.#clock.mono(), wait), call)
  }
}
