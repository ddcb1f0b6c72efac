// The camera engine as the hub holds it: one child process, started again when it dies, told again what cameras there
// are and which films run.
import { mkdir } from 'node:fs/promises'
import type { SessionId } from '@portico/core'
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
} from '@portico/ports'
import { parseRtspUrl, pictureKey } from '@portico/rtp'
import type { ChildLink } from './child-link.ts'
import { mediaError } from './errors.ts'
import { MediaLife } from './media-life.ts'
import type { CameraSetting, MediaEvent, MediaLog } from './wire.ts'

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
/** Resolves when the process was started; it may still be loading. */
export async function startMediaProcess(options: MediaProcessOptions): Promise<MediaProcess> {
  await mkdir(options.filmFolder, { recursive: true, mode: 0o700 })
  return new MediaProcess(options)
}

export class MediaProcess implements CameraEngine, AsyncDisposable {
  readonly #options: MediaProcessOptions
  readonly #cameras = new Map<string, CameraSetting>()
  readonly #films = new Map<SessionId, FilmOrder>()
  readonly #life: MediaLife

  constructor(options: MediaProcessOptions) {
    this.#options = options
    const { clock, log, events, paths } = options
    this.#life = new MediaLife({
      clock,
      log,
      execArgv: options.execArgv ?? process.execArgv,
      mainPath: paths?.main ?? null,
      onStart: (link) => {
        this.#greet(link)
      },
      onEvent: (event, tail) => {
        this.#event(event, tail)
      },
      onLost: (why) => {
        events.lost(why)
      },
    })
  }

  /** Of the process that runs now; null between two. */
  get pid(): number | null {
    return this.#life.pid
  }

  /** From now on this camera is connected. Throws `HUB_CAMERA_SOURCE` and changes nothing. */
  setCamera(id: string, setting: CameraSetting): void {
    checkSetting(id, setting)
    if (JSON.stringify(this.#cameras.get(id)) === JSON.stringify(setting)) return
    this.#cameras.set(id, setting)
    this.#life.tell({ type: 'set-camera', id, setting })
  }

  removeCamera(id: string): void {
    if (this.#cameras.delete(id)) this.#life.tell({ type: 'remove-camera', id })
  }

  async startFilm(order: FilmOrder): Promise<void> {
    // Kept from now on: should the process die, the next one goes on filming.
    const before = this.#films.get(order.session)
    this.#films.set(order.session, order)
    try {
      await this.#life.ask({ type: 'start-film', order })
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
    const { tail } = await this.#life.ask({ type: 'stop-film', session })
    // cast: the list was made by the same build of this package.
    return JSON.parse(Buffer.from(tail).toString()) as FilmSegment[]
  }

  async takePhoto(order: PhotoOrder): Promise<Photo> {
    const { answer, tail } = await this.#life.ask({ type: 'photo', order })
    if (answer.type !== 'photo') throw unexpected(answer.type)
    return { ...answer.photo, jpeg: tail }
  }

  async still(camera: string): Promise<Still> {
    const { answer, tail } = await this.#life.ask({ type: 'still', camera })
    if (answer.type !== 'still') throw unexpected(answer.type)
    return { ...answer.still, jpeg: tail }
  }

  /** Every call begins anew with `init` and the newest group; after a restart of the process it must be called again. */
  async watch(camera: string): Promise<void> {
    await this.#life.ask({ type: 'watch', camera })
  }

  async unwatch(camera: string): Promise<void> {
    await this.#life.ask({ type: 'unwatch', camera })
  }

  /** What a new process has to know before anything else. A film that ran goes on; nobody waits for the answer. */
  #greet(link: ChildLink): void {
    const { clock, filmFolder, filmKey, storageReserveBytes, paths, log } = this.#options
    link.send({
      type: 'hello',
      boot: clock.boot,
      filmFolder,
      filmKey: filmKey.export().toString('base64'),
      storageReserveBytes: storageReserveBytes ?? STORAGE_RESERVE_BYTES,
      workerPath: paths?.worker ?? null,
    })
    for (const [id, setting] of this.#cameras) link.send({ type: 'set-camera', id, setting })
    for (const order of this.#films.values())
      this.#life.askNow(link, { type: 'start-film', order }, (error) => {
        log.error({ session: order.session, err: String(error) }, 'film could not be resumed')
      })
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
    await this.#life[Symbol.asyncDispose]()
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
