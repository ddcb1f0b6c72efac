// The camera engine as the hub holds it: one child process, started again when it dies, told again what cameras there
// are and which films run.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type SessionId, instant } from '@portico/core'
import type { HomeKey } from '@portico/evidence/seal'
import type {
  CameraEngine,
  CameraEvents,
  Clock,
  FilmOrder,
  FilmSegment,
  Photo,
  PhotoOrder,
  Still,
  Wake,
} from '@portico/ports'
import { parseRtspUrl, pictureKey } from '@portico/rtp'
import { ChildLink } from './child-link.ts'
import { mediaError } from './errors.ts'
import { type Reply, RequestTable } from './request-table.ts'
import type { Ask, CameraSetting, MediaEvent, MediaLog, ToHub } from './wire.ts'

export interface MediaProcessOptions {
  /** Films and photos lie below; made when it is not there. */
  readonly filmFolder: string
  /** Under it films and photos are sealed (`mediaKey`). */
  readonly filmKey: HomeKey
  readonly clock: Clock
  readonly log: MediaLog
  readonly events: CameraEvents
  /** Below this the disk counts as full, bytes; default 256 MiB. */
  readonly storageReserveBytes?: number
  /** Flags of Node for the child; default those of this process. */
  readonly execArgv?: readonly string[]
  /** Where the scripts of the child and of its decoding thread are, for a bundle; default beside this file. */
  readonly paths?: { readonly main: string; readonly worker: string }
}

const STORAGE_RESERVE_BYTES = 256 * 1024 * 1024
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
  unwatch: 3_000,
}

/** Resolves when the process was started; it may still be loading. */
export async function startMediaProcess(options: MediaProcessOptions): Promise<MediaProcess> {
  await mkdir(options.filmFolder, { recursive: true, mode: 0o700 })
  return new MediaProcess(options)
}

export class MediaProcess implements CameraEngine, AsyncDisposable {
  readonly #options: MediaProcessOptions
  readonly #requests: RequestTable
  readonly #cameras = new Map<string, CameraSetting>()
  readonly #films = new Map<SessionId, FilmOrder>()
  #link: ChildLink | null = null
  #up = Promise.withResolvers<void>()
  #deaths = 0
  #started = 0
  #restart: Wake | null = null
  #closing: Promise<void> | null = null

  constructor(options: MediaProcessOptions) {
    this.#options = options
    this.#requests = new RequestTable(options.clock)
    this.#start()
  }

  /** Of the process that runs now; null between two. */
  get pid(): number | null {
    return this.#link?.pid ?? null
  }

  /** From now on this camera is connected. Throws `HUB_CAMERA_SOURCE` and changes nothing. */
  setCamera(id: string, setting: CameraSetting): void {
    checkSetting(id, setting)
    if (JSON.stringify(this.#cameras.get(id)) === JSON.stringify(setting)) return
    this.#cameras.set(id, setting)
    this.#link?.send({ type: 'set-camera', id, setting })
  }

  removeCamera(id: string): void {
    if (this.#cameras.delete(id)) this.#link?.send({ type: 'remove-camera', id })
  }

  async startFilm(order: FilmOrder): Promise<void> {
    // Kept from now on: should the process die, the next one goes on filming.
    const before = this.#films.get(order.session)
    this.#films.set(order.session, order)
    try {
      await this.#ask({ type: 'start-film', order })
    } catch (error) {
      if (isRefusal(error)) {
        if (before) this.#films.set(order.session, before)
        else this.#films.delete(order.session)
      }
      throw error
    }
  }

  async stopFilm(session: SessionId): Promise<readonly FilmSegment[]> {
    this.#films.delete(session)
    const { tail } = await this.#ask({ type: 'stop-film', session })
    // cast: the list was made by the same build of this package.
    return JSON.parse(Buffer.from(tail).toString()) as FilmSegment[]
  }

  async takePhoto(order: PhotoOrder): Promise<Photo> {
    const { answer, tail } = await this.#ask({ type: 'photo', order })
    if (answer.type !== 'photo') throw unexpected(answer.type)
    return { ...answer.photo, jpeg: tail }
  }

  async still(camera: string): Promise<Still> {
    const { answer, tail } = await this.#ask({ type: 'still', camera })
    if (answer.type !== 'still') throw unexpected(answer.type)
    return { ...answer.still, jpeg: tail }
  }

  /** Every call begins anew with `init` and the newest group; after a restart of the process it must be called again. */
  async watch(camera: string): Promise<void> {
    await this.#ask({ type: 'watch', camera })
  }

  async unwatch(camera: string): Promise<void> {
    await this.#ask({ type: 'unwatch', camera })
  }

  #start(): void {
    const { clock, filmFolder, filmKey, paths, execArgv, log } = this.#options
    this.#started = clock.mono()
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const mainPath = paths?.main ?? fileURLToPath(new URL(`media-main.${extension}`, import.meta.url))
    const link = new ChildLink({
      mainPath,
      execArgv: execArgv ?? process.execArgv,
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
    link.send({
      type: 'hello',
      boot: clock.boot,
      filmFolder,
      filmKey: filmKey.export().toString('base64'),
      storageReserveBytes: this.#options.storageReserveBytes ?? STORAGE_RESERVE_BYTES,
      workerPath: paths?.worker ?? null,
    })
    for (const [id, setting] of this.#cameras) link.send({ type: 'set-camera', id, setting })
    for (const order of this.#films.values()) this.#resume(link, order)
    this.#up.resolve()
  }

  /** A film that ran goes on; nobody waits for the answer. */
  #resume(link: ChildLink, order: FilmOrder): void {
    const send = (id: number): void => {
      link.send({ type: 'ask', id, ask: { type: 'start-film', order } })
    }
    this.#requests
      .ask({ type: 'start-film', order }, limitsMs['start-film'], send)
      .catch((error: unknown) => {
        this.#options.log.error({ session: order.session, err: String(error) }, 'film could not be resumed')
      })
  }

  #lost(why: string): void {
    const { clock, events } = this.#options
    this.#link = null
    this.#up = Promise.withResolvers<void>()
    this.#requests.failAll(why)
    events.lost(why)
    if (this.#closing) return
    if (clock.mono() - this.#started > STEADY_MS) this.#deaths = 0
    const wait = BACKOFF_MS[Math.min(this.#deaths, BACKOFF_MS.length - 1)] ?? 2_000
    this.#deaths += 1
    this.#restart = clock.wake(instant(clock.mono() + wait), () => {
      this.#start()
    })
  }

  async #ask(ask: Ask): Promise<Reply> {
    if (this.#closing) throw mediaError('HUB_MEDIA_DOWN', 'the camera engine is closed')
    const { clock } = this.#options
    const began = clock.mono()
    const limit = limitsMs[ask.type]
    await this.#untilUp(limit)
    return await this.#requests.ask(ask, limit - (clock.mono() - began), (id) => {
      this.#link?.send({ type: 'ask', id, ask })
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
    const { log } = this.#options
    switch (message.type) {
      case 'answer':
      case 'refusal':
        this.#requests.take(message, tail)
        break
      case 'event':
        this.#event(message.event, tail)
        break
      case 'log':
        log[message.level](message.details, message.message)
        break
      case 'pong':
        break
    }
  }

  #event(event: MediaEvent, bytes: Uint8Array): void {
    const { events } = this.#options
    switch (event.type) {
      case 'frame':
        events.frame(event.report)
        break
      case 'liveness':
        events.liveness(event.report)
        break
      case 'feed':
        events.feed(event.report)
        break
      case 'segment':
        events.segment(event.segment)
        break
      case 'live':
        events.live({ ...event.piece, bytes })
        break
      case 'storage':
        events.storage(event.ok)
        break
    }
  }

  /** Films end whole on the disk; what was not reported is at the next start. */
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

function checkSetting(id: string, { source }: CameraSetting): void {
  try {
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(id)) throw new RangeError('a camera id is [a-z][a-z0-9-]{0,31}')
    parseRtspUrl(source.rtsp)
    if (source.liveness.method === 'signed') pictureKey(source.liveness.key)
  } catch (cause) {
    // The messages of both checks repeat neither address nor key.
    const why = cause instanceof Error ? cause.message : 'unreadable'
    throw mediaError('HUB_CAMERA_SOURCE', `camera ${id}: ${why}`, { cause })
  }
}

/** The order itself was wrong: repeating it would be wrong again. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'HUB_CAMERA_ORDER' || error.code === 'HUB_CAMERA_UNKNOWN')

const unexpected = (type: string): Error => mediaError('HUB_MEDIA_FAULT', `unexpected answer ${type}`)
