// Reads mails in a thread of its own, one at a time: a mail that keeps it for longer than a second loses the thread.
import { Worker } from 'node:worker_threads'
import type { MailContent } from './mail-reading.ts'
import { READ_MS_MAX } from './mail-limits.ts'
import type { MailFacts } from './read-mail.ts'

/** Modules may load slowly on a small machine, ms. */
const START_MS_MAX = 20_000
const MEGABYTES_MAX = 128

const script = new URL(`./read-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

type Outcome = MailContent | 'late' | 'lost'

const endless = (why: string): MailContent => ({
  verdict: 'limits',
  pack: null,
  ownDomain: false,
  carrier: null,
  status: null,
  trackingNumbers: [],
  sentAt: null,
  messageId: null,
  why,
})

export class MailReader implements AsyncDisposable {
  readonly #limitMs: number
  #worker: Worker | null = null
  #queue: Promise<unknown> = Promise.resolve()

  constructor({ limitMs = READ_MS_MAX }: { readonly limitMs?: number } = {}) {
    this.#limitMs = limitMs
  }

  /** Has the thread there before the first mail is: to start it takes longer than to read one. */
  warm(): void {
    this.#queue = this.#queue.then(() => this.#started())
  }

  /** Never rejects. A second try is given to a mail that met a busy machine. */
  read(raw: Uint8Array, facts: MailFacts): Promise<MailContent> {
    const outcome = this.#queue.then(async () => {
      const first = await this.#try(raw, facts)
      const last = typeof first === 'string' ? await this.#try(raw, facts) : first
      if (typeof last !== 'string') return last
      return endless(last === 'late' ? `not read within ${this.#limitMs} ms` : 'its parser broke down')
    })
    this.#queue = outcome
    return outcome
  }

  async #try(raw: Uint8Array, { timeZone }: MailFacts): Promise<Outcome> {
    const worker = await this.#started()
    if (!worker) return 'lost'
    const answer = nextOf(worker, this.#limitMs)
    worker.postMessage({ raw, timeZone })
    const outcome = await answer
    if (typeof outcome !== 'string') {
      // cast: the thread runs our own file
      return outcome as MailContent
    }
    this.#worker = null
    await worker.terminate()
    return outcome === 'late' ? 'late' : 'lost'
  }

  async #started(): Promise<Worker | null> {
    if (this.#worker) return this.#worker
    const worker = new Worker(script, {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES_MAX },
      stdout: true,
      stderr: true,
    })
    // Whatever it breaks down with is told to whoever waits; without a listener it would end this process.
    worker.on('error', () => undefined)
    if ((await nextOf(worker, START_MS_MAX)) === 'ready') {
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = null
      })
      this.#worker = worker
      return worker
    }
    await worker.terminate()
    return null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}

/** The next word of a thread; `late` after the limit, `lost` when it is no more. */
function nextOf(worker: Worker, limitMs: number): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const late = setTimeout(() => resolve('late'), limitMs)
  const lost = (): void => resolve('lost')
  worker.once('message', resolve)
  worker.once('error', lost)
  worker.once('exit', lost)
  return promise.finally(() => {
    clearTimeout(late)
    worker.off('message', resolve)
    worker.off('error', lost)
    worker.off('exit', lost)
  })
}
