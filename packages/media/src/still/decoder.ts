// The near side of the decoding thread: a bounded queue, a time limit for each job, and a new thread when one hangs. A
// still that somebody waits for goes before the looks of the feeds, but never before all of them.
import { Worker } from 'node:worker_threads'
import { instant } from '@portico/core'
import { type HubError } from '@portico/ports'
import type { Clock } from '@portico/ports'
import { joinAnnexB, parameterNals } from '@portico/rtp'
import { type MediaErrorCode, isMediaErrorCode, mediaError } from '../errors.ts'
import type { Picture } from '../feed/picture.ts'
import type { DecodeJob, DecodeReply, DecoderReady, DecoderStart, Dress } from './decode-job.ts'
import type { GroupPlace } from './still-cursor.ts'

export type LookResult =
  | ({ readonly type: 'seen' } & Omit<Extract<DecodeReply, { type: 'seen' }>, 'id' | 'type'>)
  | { readonly type: 'undecodable' }
  /** Nobody looked: too much to do, or the thread failed. */
  | { readonly type: 'unseen' }

export interface LookOrder {
  readonly camera: string
  readonly picture: Picture
  /** A code in the picture is read as well. */
  readonly code: boolean
}

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

export interface DevelopWish {
  readonly dress?: Dress
  /** Where a single group is from, so that the next still of it need not be decoded from its beginning. */
  readonly place?: GroupPlace
}

const PLAIN_DRESS: Dress = { masks: [], width: null, format: 'jpeg' }

/** Jobs waiting or running. */
const JOBS_MAX = 16
/** Looks wait for nobody: behind this many jobs they are left out. */
const LOOKS_MAX = 8
/** A job whose turn takes longer has hung, ms: a 1080p group of 60 pictures takes 0.4 s. */
const JOB_LIMIT_MS = 2_000
/** Likewise where a program may have to be loaded for it, ms. */
const FFMPEG_JOB_LIMIT_MS = 4_000
/** A thread that has not loaded all it needs by then never will, ms: a busy small machine takes eight seconds. */
export const START_LIMIT_MS = 20_000

/** Of its own heap, MB: it uses 16. Pictures lie outside of it. */
const HEAP_MAX = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 } as const

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

interface Pending {
  readonly settle: (reply: DecodeReply) => void
}

export interface DecoderOptions {
  readonly clock: Clock
  /** The script of the thread, where it is not beside this file. */
  readonly path: string | null
  /** Where `ffmpeg` is; null: only Baseline pictures can be decoded. */
  readonly ffmpeg?: string | null
}

export class Decoder implements AsyncDisposable {
  readonly #clock: Clock
  readonly #path: string | URL
  readonly #workerData: DecoderStart
  readonly #pending = new Map<number, Pending>()
  /** Looks that wait for their turn, and whether one has it. */
  readonly #looks: (() => void)[] = []
  #isLooking = false
  #developing = 0
  #worker: Worker | null = null
  #isReady = false
  #jobs = 0
  #closed = false

  constructor({ clock, path, ffmpeg = null }: DecoderOptions) {
    this.#clock = clock
    this.#workerData = { ffmpeg }
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    this.#path = path ?? new URL(`decode-worker.${extension}`, import.meta.url)
  }

  /**
   * What the next picture of a camera shows. A picture that is no key picture has to follow the one before it without a
   * gap: after `unseen` or `undecodable` only a key picture may come. Never rejects.
   */
  async look({ camera, picture, code }: LookOrder): Promise<LookResult> {
    if (this.#closed || this.#pending.size + this.#looks.length >= LOOKS_MAX) return { type: 'unseen' }
    await this.#turn()
    const reply = this.#closed ? null : await this.#runLook({ camera, picture, code })
    this.#isLooking = false
    if (this.#developing === 0) this.#nextLook()
    if (reply === null) return { type: 'unseen' }
    if (reply.type === 'seen') {
      const { samples, small, code: text } = reply
      return { type: 'seen', samples, small, code: text }
    }
    return {
      type: reply.type === 'failed' && reply.code === 'HUB_CAMERA_UNDECODABLE' ? 'undecodable' : 'unseen',
    }
  }

  /**
   * The sharpest of the last pictures of some groups. Rejects with `HUB_CAMERA_UNDECODABLE`, `HUB_MEDIA_BUSY`,
   * `HUB_MEDIA_TIMEOUT`, `HUB_MEDIA_DOWN` or `HUB_MEDIA_FAULT`.
   */
  async develop(
    groups: readonly (readonly Encoded[])[],
    { dress = PLAIN_DRESS, place }: DevelopWish = {},
  ): Promise<Jpeg> {
    if (this.#closed || this.#pending.size >= JOBS_MAX)
      throw mediaError('HUB_MEDIA_BUSY', `${JOBS_MAX} pictures wait to be decoded`, { retryable: true })
    const units = groups.map((group) => group.map(unitOf))
    this.#developing += 1
    const reply = await this.#run(
      { type: 'develop', groups: units, dress, place: place ?? null },
      units.flat().map(({ buffer }) => buffer),
    )
    this.#developing -= 1
    // However many stills are asked for, between two of them a feed is looked at.
    if (!this.#isLooking) this.#nextLook()
    if (reply.type === 'jpeg') return reply
    throw failure(reply)
  }

  /** One look at a time, and none begins beside a still: whoever asks for one waits for a single look at most. */
  async #turn(): Promise<void> {
    const turn = Promise.withResolvers<void>()
    this.#looks.push(turn.resolve)
    if (!this.#isLooking && this.#developing === 0) this.#nextLook()
    await turn.promise
  }

  #nextLook(): void {
    const next = this.#looks.shift()
    if (!next) return
    this.#isLooking = true
    next()
  }

  async #runLook({ camera, picture, code }: LookOrder): Promise<DecodeReply> {
    const unit = unitOf(picture)
    return await this.#run({ type: 'look', camera, key: picture.key, unit, code }, [unit.buffer])
  }

  async #run(job: WithoutId<DecodeJob>, given: readonly ArrayBuffer[]): Promise<DecodeReply> {
    this.#jobs += 1
    const id = this.#jobs
    const done = Promise.withResolvers<DecodeReply>()
    const worker = (this.#worker ??= this.#start())
    const jobMs = this.#workerData.ffmpeg === null ? JOB_LIMIT_MS : FFMPEG_JOB_LIMIT_MS
    // Those before it have their turn first.
    const limitMs = this.#isReady ? jobMs * (this.#pending.size + 1) : START_LIMIT_MS
    const limit = this.#clock.wake(instant(this.#clock.mono() + limitMs), () => {
      this.#replace('HUB_MEDIA_TIMEOUT', 'a picture took too long to decode')
    })
    this.#pending.set(id, { settle: done.resolve })
    worker.postMessage({ ...job, id }, given)
    const reply = await done.promise
    limit.cancel()
    this.#pending.delete(id)
    return reply
  }

  #start(): Worker {
    const worker = new Worker(this.#path, {
      name: 'decoder',
      workerData: this.#workerData,
      resourceLimits: HEAP_MAX,
    })
    worker.on('message', (reply: DecodeReply | DecoderReady) => {
      if (this.#worker !== worker) return
      if (reply.type === 'ready') this.#isReady = true
      else this.#pending.get(reply.id)?.settle(reply)
    })
    worker.on('error', () => {
      if (this.#worker === worker) this.#replace('HUB_MEDIA_FAULT', 'the decoding thread failed')
    })
    return worker
  }

  /** Ends the thread and fails all that waits for it; the next job starts another. */
  #replace(code: MediaErrorCode, message: string): void {
    const worker = this.#worker
    this.#worker = null
    this.#isReady = false
    void worker?.terminate()
    for (const [id, { settle }] of this.#pending) settle({ id, type: 'failed', code, message })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    this.#replace('HUB_MEDIA_DOWN', 'the decoder was closed')
    await worker?.terminate()
  }
}

/** Copies, since the thread takes them away. */
const unitOf = ({ key, parameters, nals }: Encoded): Uint8Array<ArrayBuffer> =>
  new Uint8Array(joinAnnexB(key ? [...parameterNals(parameters), ...nals] : nals))

function failure(reply: DecodeReply): HubError {
  if (reply.type !== 'failed') return mediaError('HUB_MEDIA_FAULT', `unexpected ${reply.type}`)
  return mediaError(isMediaErrorCode(reply.code) ? reply.code : 'HUB_MEDIA_FAULT', reply.message)
}
