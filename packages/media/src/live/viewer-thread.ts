// The thread that serves the WebRTC viewers, as the engine holds it: started when somebody needs it, loaded within a bound
// of time, and ended when it fails. The next one who needs it starts another.
import { Worker } from 'node:worker_threads'
import { instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import { mediaError } from '../errors.ts'
import type { ViewerJob, ViewerNews } from './viewer-job.ts'

export interface ViewerThreadOptions {
  readonly clock: Clock
  readonly onNews: (news: Exclude<ViewerNews, { type: 'ready' }>) => void
  /** It is gone, and all that it served. */
  readonly onLost: (why: string) => void
}

/** To load its modules; on a small machine that is busy it takes a while, ms. */
const LOAD_WITHIN_MS = 30_000
/** Nobody waits longer for it to be loaded: he may ask again, ms. */
const WAIT_MAX_MS = 3_000

/** Of its own heap, MB: with nine viewers it uses 29. Beyond it the thread ends, and not the machine. */
const HEAP_MAX = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 } as const

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

interface Life {
  readonly worker: Worker
  readonly loaded: PromiseWithResolvers<void>
  readonly limit: Wake
}

export class ViewerThread implements AsyncDisposable {
  readonly #options: ViewerThreadOptions
  #life: Life | null = null
  #closed = false

  constructor(options: ViewerThreadOptions) {
    this.#options = options
  }

  /** Loads it now, when it is not there. */
  start(): Life {
    if (this.#life) return this.#life
    const { clock } = this.#options
    const worker = new Worker(new URL(`viewer-worker.${extension}`, import.meta.url), {
      name: 'viewers',
      resourceLimits: HEAP_MAX,
    })
    const loaded = Promise.withResolvers<void>()
    // Whoever waits hears it; without anybody it is told by `onLost` alone.
    loaded.promise.catch(() => undefined)
    const limit = clock.wake(instant(clock.mono() + LOAD_WITHIN_MS), () => {
      this.end('the thread of the viewers cannot be loaded')
    })
    const life = { worker, loaded, limit }
    this.#life = life
    worker.on('message', (news: ViewerNews) => {
      if (this.#life !== life) return
      if (news.type !== 'ready') return this.#options.onNews(news)
      limit.cancel()
      loaded.resolve()
    })
    worker.on('error', (error) => {
      if (this.#life === life) this.end(String(error))
    })
    return life
  }

  /** Resolves when it is loaded. Rejects with `HUB_MEDIA_BUSY` while it takes longer, with `HUB_MEDIA_FAULT` when it fails. */
  async ready(): Promise<void> {
    if (this.#closed) throw mediaError('HUB_MEDIA_DOWN', 'the camera engine is closed')
    const { loaded } = this.start()
    const { clock } = this.#options
    const late = Promise.withResolvers<never>()
    const limit = clock.wake(instant(clock.mono() + WAIT_MAX_MS), () => {
      late.reject(mediaError('HUB_MEDIA_BUSY', 'viewers cannot be served yet', { retryable: true }))
    })
    await Promise.race([loaded.promise, late.promise]).finally(() => {
      limit.cancel()
    })
  }

  /** `taken`: memory that goes over. Nothing where there is no thread: it serves nobody then. */
  post(job: ViewerJob, taken: readonly ArrayBuffer[] = []): void {
    this.#life?.worker.postMessage(job, taken)
  }

  /** Harmless when it is not there. */
  end(why: string): void {
    const life = this.#life
    if (!life) return
    this.#life = null
    life.limit.cancel()
    life.loaded.reject(mediaError('HUB_MEDIA_FAULT', why, { retryable: true }))
    void life.worker.terminate()
    this.#options.onLost(why)
  }

  /** Lets it go while it serves nobody: not told by `onLost`. */
  rest(): void {
    const life = this.#life
    if (!life) return
    this.#life = null
    life.limit.cancel()
    life.loaded.reject(mediaError('HUB_MEDIA_BUSY', 'viewers cannot be served yet', { retryable: true }))
    void life.worker.terminate()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    const worker = this.#life?.worker
    this.end('the camera engine ends')
    await worker?.terminate()
  }
}
