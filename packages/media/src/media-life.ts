// One life after another of the media process: started, started again when it dies, and asked; a request that comes
// between two lives waits for the next one.
import { instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import { fileURLToPath } from 'node:url'
import { ChildLink } from './child-link.ts'
import { mediaError } from './errors.ts'
import { type Reply, RequestTable } from './request-table.ts'
import type { Ask, MediaEvent, MediaLog, ToChild, ToHub } from './wire.ts'

export interface MediaLifeOptions {
  readonly clock: Clock
  readonly log: MediaLog
  /** Flags of Node for the child. */
  readonly execArgv: readonly string[]
  /** Script of the child; default beside this file. */
  readonly mainPath: string | null
  /** A new process is there: what it has to be told first. */
  readonly onStart: (link: ChildLink) => void
  readonly onEvent: (event: MediaEvent, tail: Uint8Array) => void
  readonly onLost: (why: string) => void
}

/** Waits before the process is started again, ms; the last one repeats, and a minute of life begins them anew. */
const BACKOFF_MS = [100, 500, 2_000] as const
const STEADY_MS = 60_000
/** How long each request may take, waiting for a new process included, ms. */
const limitsMs: Readonly<Record<Ask['type'], number>> = {
  'start-film': 3_000,
  'stop-film': 10_000,
  photo: 5_000,
  still: 3_000,
  watch: 3_000,
  listen: 3_000,
  unlisten: 3_000,
  unwatch: 3_000,
  // The thread, a second stream and the answer: each has its own limit.
  'open-viewer': 9_000,
  trickle: 3_000,
  'close-viewer': 3_000,
  talk: 9_000,
  // What waits is spoken first.
  'end-talk': 15_000,
}

export class MediaLife implements AsyncDisposable {
  readonly #options: MediaLifeOptions
  readonly #requests: RequestTable
  #link: ChildLink | null = null
  #up = Promise.withResolvers<void>()
  #deaths = 0
  #started = 0
  #restart: Wake | null = null
  #closing: Promise<void> | null = null

  /** Begins at once. */
  constructor(options: MediaLifeOptions) {
    this.#options = options
    this.#requests = new RequestTable(options.clock)
    this.#start()
  }

  /** Of the process that runs now; null between two. */
  get pid(): number | null {
    return this.#link?.pid ?? null
  }

  /** Between two lives it is lost: what a new process has to know is told by `onStart`. */
  tell(message: ToChild, tail?: Uint8Array): void {
    this.#link?.send(message, tail)
  }

  /** Rejects with a `HUB_MEDIA_…` error, or with that of the process. */
  async ask(ask: Ask): Promise<Reply> {
    if (this.#closing) throw mediaError('HUB_MEDIA_DOWN', 'the camera engine is closed')
    const { clock } = this.#options
    const began = clock.mono()
    const limit = limitsMs[ask.type]
    await this.#untilUp(limit)
    return await this.#requests.ask(ask, limit - (clock.mono() - began), (id) => {
      this.#link?.send({ type: 'ask', id, ask })
    })
  }

  /** Asked of this very life: nobody waits for the answer, and a failure is logged. */
  askNow(link: ChildLink, ask: Ask, failed: (error: unknown) => void): void {
    const send = (id: number): void => {
      link.send({ type: 'ask', id, ask })
    }
    this.#requests.ask(ask, limitsMs[ask.type], send).catch(failed)
  }

  #start(): void {
    const { clock, log, mainPath, execArgv, onStart } = this.#options
    this.#started = clock.mono()
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const link = new ChildLink({
      mainPath: mainPath ?? fileURLToPath(new URL(`media-main.${extension}`, import.meta.url)),
      execArgv,
      clock,
      onMessage: (message, tail) => {
        this.#receive(message, tail)
      },
      onLost: (why) => {
        log.error({ why, lastWords: link.lastWords }, 'media process lost')
        this.#lost(why)
      },
    })
    this.#link = link
    onStart(link)
    this.#up.resolve()
  }

  #lost(why: string): void {
    const { clock, onLost } = this.#options
    this.#link = null
    this.#up = Promise.withResolvers<void>()
    this.#requests.failAll(why)
    onLost(why)
    if (this.#closing) return
    if (clock.mono() - this.#started > STEADY_MS) this.#deaths = 0
    const wait = BACKOFF_MS[Math.min(this.#deaths, BACKOFF_MS.length - 1)] ?? 2_000
    this.#deaths += 1
    this.#restart = clock.wake(instant(clock.mono() + wait), () => {
      this.#start()
    })
  }

  async #untilUp(limitMs: number): Promise<void> {
    if (this.#link) return
    const { clock } = this.#options
    const late = Promise.withResolvers<void>()
    const limit = clock.wake(instant(clock.mono() + limitMs), () => {
      late.reject(mediaError('HUB_MEDIA_DOWN', 'the media process is not running', { retryable: true }))
    })
    await Promise.race([this.#up.promise, late.promise]).finally(() => {
      limit.cancel()
    })
  }

  #receive(message: ToHub, tail: Uint8Array): void {
    const { log, onEvent } = this.#options
    switch (message.type) {
      case 'answer':
      case 'refusal':
        this.#requests.take(message, tail)
        break
      case 'event':
        onEvent(message.event, tail)
        break
      case 'log':
        log[message.level](message.details, message.message)
        break
      case 'pong':
        break
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    this.#restart?.cancel()
    const link = this.#link
    this.#link = null
    this.#requests.failAll('the camera engine is closed')
    await link?.[Symbol.asyncDispose]()
  }
}
