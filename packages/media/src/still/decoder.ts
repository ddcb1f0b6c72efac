// The near side of the decoding thread: a bounded queue, a time limit for each job, and a new thread when one hangs.
import { Worker } from 'node:worker_threads'
import { instant } from '@portico/core'
import { type HubError } from '@portico/ports'
import type { Clock } from '@portico/ports'
import { joinAnnexB } from '@portico/rtp'
import { isMediaErrorCode, mediaError } from '../errors.ts'
import type { Picture } from '../feed/picture.ts'
import type { DecodeJob, DecodeReply } from './decode-job.ts'

export type FingerprintResult =
  | { readonly type: 'seen'; readonly samples: Uint8Array }
  | { readonly type: 'undecodable' }
  /** Nobody looked: too much to do, or the thread failed. */
  | { readonly type: 'unseen' }

export interface Jpeg {
  /** Which of the groups given it shows. */
  readonly group: number
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
}

/** What is needed to decode a picture: its group from the key picture on. */
export interface Encoded {
  readonly nals: readonly Uint8Array[]
  readonly parameters: Picture['parameters']
  readonly key: boolean
}

/** Jobs waiting or running. */
const JOBS_MAX = 16
/** Looks wait for nobody: behind this many jobs they are left out. */
const LOOKS_MAX = 4
/** A job that takes longer has hung, ms: a 1080p group of 60 pictures takes 0.4 s. */
const JOB_LIMIT_MS = 2_000

interface Pending {
  readonly settle: (reply: DecodeReply) => void
}

export class Decoder implements AsyncDisposable {
  readonly #clock: Clock
  readonly #path: string | URL
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | null = null
  #jobs = 0
  #closed = false

  /** `path`: the script of the thread, where it is not beside this file. */
  constructor({ clock, path }: { readonly clock: Clock; readonly path: string | null }) {
    this.#clock = clock
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    this.#path = path ?? new URL(`decode-worker.${extension}`, import.meta.url)
  }

  /** Never rejects. */
  async fingerprint(picture: Picture): Promise<FingerprintResult> {
    if (this.#closed || this.#pending.size >= LOOKS_MAX) return { type: 'unseen' }
    const reply = await this.#run({ type: 'look', groups: [annexB([picture])] })
    if (reply.type === 'samples') return { type: 'seen', samples: reply.samples }
    return {
      type: reply.type === 'failed' && reply.code === 'HUB_CAMERA_UNDECODABLE' ? 'undecodable' : 'unseen',
    }
  }

  /**
   * The sharpest of the last pictures of some groups. Rejects with `HUB_CAMERA_UNDECODABLE`, `HUB_MEDIA_BUSY`,
   * `HUB_MEDIA_TIMEOUT` or `HUB_MEDIA_FAULT`.
   */
  async develop(groups: readonly (readonly Encoded[])[]): Promise<Jpeg> {
    if (this.#closed || this.#pending.size >= JOBS_MAX)
      throw mediaError('HUB_MEDIA_BUSY', `${JOBS_MAX} pictures wait to be decoded`, { retryable: true })
    const reply = await this.#run({ type: 'develop', groups: groups.map(annexB) })
    if (reply.type === 'jpeg') return reply
    throw failure(reply)
  }

  async #run(job: Omit<DecodeJob, 'id'>): Promise<DecodeReply> {
    this.#jobs += 1
    const id = this.#jobs
    const done = Promise.withResolvers<DecodeReply>()
    const limit = this.#clock.wake(instant(this.#clock.mono() + JOB_LIMIT_MS), () => {
      this.#replace('a picture took too long to decode')
    })
    this.#pending.set(id, { settle: done.resolve })
    const worker = (this.#worker ??= this.#start())
    const buffers = job.groups.flatMap((units) => units.map((unit) => unit.buffer))
    worker.postMessage({ ...job, id }, buffers)
    const reply = await done.promise
    limit.cancel()
    this.#pending.delete(id)
    return reply
  }

  #start(): Worker {
    const worker = new Worker(this.#path, { name: 'decoder' })
    worker.on('message', (reply: DecodeReply) => {
      this.#pending.get(reply.id)?.settle(reply)
    })
    worker.on('error', () => {
      if (this.#worker === worker) this.#replace('the decoding thread failed')
    })
    return worker
  }

  /** Ends the thread and fails all that waits for it; the next job starts another. */
  #replace(message: string): void {
    const worker = this.#worker
    this.#worker = null
    void worker?.terminate()
    for (const [id, { settle }] of this.#pending)
      settle({ id, type: 'failed', code: 'HUB_MEDIA_FAULT', message })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    this.#replace('the decoder was closed')
    await worker?.terminate()
  }
}

/** Copies, since the thread takes them away. */
const annexB = (group: readonly Encoded[]): Uint8Array<ArrayBuffer>[] =>
  group.map(
    ({ key, parameters, nals }) =>
      new Uint8Array(joinAnnexB(key ? [parameters.sps, ...parameters.pps, ...nals] : nals)),
  )

function failure(reply: DecodeReply): HubError {
  if (reply.type !== 'failed') return mediaError('HUB_MEDIA_FAULT', `unexpected ${reply.type}`)
  return mediaError(isMediaErrorCode(reply.code) ? reply.code : 'HUB_MEDIA_FAULT', reply.message)
}
