// The camera engine inside the media process: all cameras, their films, live views and stills, behind one function per
// message of the hub.
import { type Instant, assertNever } from '@portico/core'
import type { HomeKey } from '@portico/evidence/seal'
import type { Clock, FilmSegment, LivePiece, PhotoOrder } from '@portico/ports'
import { mediaError } from './errors.ts'
import { Feed, PRE_ROLL_MS } from './feed/feed.ts'
import { FilmDesk, type SetCamera } from './film/film-desk.ts'
import { FilmFolder, isPlainName } from './film/film-folder.ts'
import { StorageGuard, diskOf } from './film/storage-guard.ts'
import { LiveView } from './live/live-view.ts'
import { Decoder } from './still/decoder.ts'
import { type PhotoSource, takePhoto, takeStill } from './still/photo.ts'
import type { Answer, Ask, CameraSetting, MediaEvent, MediaLog } from './wire.ts'

export interface EngineOptions {
  readonly filmFolder: string
  /** Under it films and photos are sealed. */
  readonly filmKey: HomeKey
  readonly storageReserveBytes: number
  readonly workerPath: string | null
  readonly clock: Clock
  readonly log: MediaLog
  /** False: the hub does not keep up; only live pieces ask. */
  readonly emit: (event: MediaEvent, tail?: Uint8Array) => boolean
}

export interface Answered {
  readonly answer: Answer
  readonly tail?: Uint8Array
}

export class Engine implements AsyncDisposable {
  readonly #options: EngineOptions
  readonly #cameras = new Map<string, SetCamera>()
  readonly #live = new Map<string, LiveView>()
  readonly #folder: FilmFolder
  readonly #guard: StorageGuard
  readonly #desk: FilmDesk
  readonly #decoder: Decoder
  /** Changes of cameras go one after another: a feed ends before the next one of that camera begins. */
  #changes: Promise<void>

  constructor(options: EngineOptions) {
    this.#options = options
    const { clock, log, emit } = options
    this.#folder = new FilmFolder(options.filmFolder, clock, options.filmKey)
    this.#guard = new StorageGuard({
      disk: diskOf(options.filmFolder),
      reserveBytes: options.storageReserveBytes,
      clock,
      log,
      onChange: (ok) => emit({ type: 'storage', ok }),
    })
    this.#decoder = new Decoder({ clock, path: options.workerPath })
    this.#desk = new FilmDesk({
      folder: this.#folder,
      guard: this.#guard,
      clock,
      log,
      cameraOf: (id) => this.#cameras.get(id),
      onReport: (report) => emit({ type: 'frame', report }),
      onLiveness: (report) => emit({ type: 'liveness', report }),
      onSegment: (segment) => emit({ type: 'segment', segment }),
      onFilming: (camera, filming) => {
        this.#filming(camera, filming)
      },
    })
    this.#changes = this.#begin()
  }

  setCamera(id: string, setting: CameraSetting): void {
    this.#change(async () => {
      await this.#remove(id)
      this.#cameras.set(id, { view: setting.view, feed: this.#feed(id, setting) })
      this.#desk.attach(id)
    })
  }

  removeCamera(id: string): void {
    this.#change(() => this.#remove(id))
  }

  /** Rejects with a `HUB_CAMERA_…` or `HUB_MEDIA_…` error. */
  async answer(ask: Ask): Promise<Answered> {
    // Whatever was set before is in force, and what a crash left behind is mended.
    await this.#changes
    const { clock } = this.#options
    switch (ask.type) {
      case 'start-film':
        await this.#desk.start(ask.order)
        return { answer: { type: 'done' } }
      case 'stop-film': {
        if (!isPlainName(ask.session))
          throw mediaError('HUB_CAMERA_ORDER', 'the session id cannot be a folder')
        await this.#desk.stop(ask.session)
        const segments: readonly FilmSegment[] = await this.#folder.segments(ask.session)
        return { answer: { type: 'segments' }, tail: Buffer.from(JSON.stringify(segments)) }
      }
      case 'photo': {
        const { jpeg, ...photo } = await this.#photo(ask.order)
        return { answer: { type: 'photo', photo }, tail: jpeg }
      }
      case 'still': {
        const { ring } = this.#shown(ask.camera).feed
        const { jpeg, ...still } = await takeStill({ camera: ask.camera, ring }, this.#decoder, clock.mono())
        return { answer: { type: 'still', still }, tail: jpeg }
      }
      case 'watch':
        this.#watch(ask.camera)
        return { answer: { type: 'done' } }
      case 'unwatch':
        this.#unwatch(ask.camera)
        return { answer: { type: 'done' } }
      default:
        return assertNever(ask)
    }
  }

  async #begin(): Promise<void> {
    const { emit, log } = this.#options
    await this.#guard.start()
    try {
      await this.#folder.mend((segment) => emit({ type: 'segment', segment }))
    } catch (error) {
      this.#guard.failed(error)
      log.error({ err: String(error) }, 'film of an earlier start could not be mended')
    }
  }

  #change(work: () => Promise<void>): void {
    const { log } = this.#options
    this.#changes = this.#changes.then(work).catch((error: unknown) => {
      log.error({ err: String(error) }, 'camera could not be set')
    })
  }

  #feed(id: string, { view, source }: CameraSetting): Feed {
    const { clock, log, emit } = this.#options
    return new Feed({
      id,
      view,
      source,
      clock,
      log,
      fingerprint: (picture) => this.#decoder.fingerprint(picture),
      onState: (state, captured) => emit({ type: 'feed', report: { camera: id, state, captured } }),
      onProved: (nonce) => {
        this.#desk.proved(id, nonce)
      },
    })
  }

  async #remove(id: string): Promise<void> {
    const camera = this.#cameras.get(id)
    if (!camera) return
    this.#unwatch(id)
    await this.#desk.detach(id)
    this.#cameras.delete(id)
    await camera.feed[Symbol.asyncDispose]()
  }

  /** Indoor cameras remember and show only while they film. */
  #filming(id: string, filming: boolean): void {
    const camera = this.#cameras.get(id)
    if (camera?.view !== 'inside') return
    camera.feed.ring.setHorizon(filming ? PRE_ROLL_MS : 0)
    if (!filming) this.#unwatch(id)
  }

  #known(id: string): SetCamera {
    const camera = this.#cameras.get(id)
    if (!camera) throw mediaError('HUB_CAMERA_UNKNOWN', `no camera ${id}`)
    return camera
  }

  /** A camera that may be looked at now. */
  #shown(id: string): SetCamera {
    const camera = this.#known(id)
    if (camera.view === 'inside' && !this.#desk.isFilming(id))
      throw mediaError('HUB_CAMERA_PRIVATE', `camera ${id} shows nothing outside of a visit`)
    return camera
  }

  async #photo(order: PhotoOrder): ReturnType<typeof takePhoto> {
    if (!isPlainName(order.session)) throw mediaError('HUB_CAMERA_ORDER', 'the session id cannot be a folder')
    const sources = order.cameras.flatMap((id): PhotoSource[] => {
      const { view, feed } = this.#known(id)
      const filming = this.#desk.isFilming(id)
      const until: Instant | null = view === 'inside' && !filming ? this.#desk.endedOf(id) : null
      if (view === 'inside' && !filming && until === null) return []
      return [{ camera: id, ring: feed.ring, keys: this.#desk.keysOf(id), until }]
    })
    if (sources.length === 0)
      throw mediaError('HUB_CAMERA_PRIVATE', 'no camera of the order may be looked at outside of a visit')
    return await takePhoto(order, sources, { decoder: this.#decoder, folder: this.#folder })
  }

  #watch(id: string): void {
    const { feed } = this.#shown(id)
    this.#unwatch(id)
    const emit = ({ bytes, ...piece }: LivePiece): boolean =>
      this.#options.emit({ type: 'live', piece }, bytes)
    this.#live.set(id, new LiveView({ camera: id, feed, emit }))
  }

  #unwatch(id: string): void {
    this.#live.get(id)?.[Symbol.dispose]()
    this.#live.delete(id)
  }

  /** Ends films first, so that what was seen is on the disk whatever comes after. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#changes
    await this.#desk[Symbol.asyncDispose]()
    this.#guard[Symbol.dispose]()
    for (const id of this.#live.keys()) this.#unwatch(id)
    await Promise.all([...this.#cameras.values()].map(({ feed }) => feed[Symbol.asyncDispose]()))
    await this.#decoder[Symbol.asyncDispose]()
  }
}
