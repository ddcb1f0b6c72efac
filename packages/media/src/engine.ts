// The camera engine inside the media process: all cameras, their films, live views and stills, behind one function per
// message of the hub.
import { assertNever } from '@portico/core'
import type { HomeKey } from '@portico/evidence/seal'
import {
  type Clock,
  type FilmMark,
  type FilmSegment,
  type LivePiece,
  PLAIN_VIEW,
  type ViewSetup,
} from '@portico/ports'
import { mediaError } from './errors.ts'
import { PRE_ROLL_MS } from './feed/feed.ts'
import { FilmDesk } from './film/film-desk.ts'
import { FilmFolder, isPlainName } from './film/film-folder.ts'
import { StorageGuard, diskOf } from './film/storage-guard.ts'
import { ListenDesk } from './live/listen-desk.ts'
import { LiveView } from './live/live-view.ts'
import { ViewerDesk } from './live/viewer-desk.ts'
import { SetCameras } from './set-cameras.ts'
import { Decoder } from './still/decoder.ts'
import { PhotoDesk } from './still/photo-desk.ts'
import { StillDesk } from './still/still-desk.ts'
import { TalkDesk } from './talk/talk-desk.ts'
import type { Answer, Ask, CameraSetting, MediaEvent, MediaLog } from './wire.ts'

export interface EngineOptions {
  readonly filmFolder: string
  /** Under it films and photos are sealed. */
  readonly filmKey: HomeKey
  readonly storageReserveBytes: number
  readonly workerPath: string | null
  readonly ffmpeg: string | null
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
  readonly #cameras: SetCameras
  readonly #live = new Map<string, LiveView>()
  readonly talks: TalkDesk
  readonly #folder: FilmFolder
  readonly #guard: StorageGuard
  readonly #desk: FilmDesk
  readonly #decoder: Decoder
  readonly #stills: StillDesk
  readonly #photos: PhotoDesk
  readonly #viewers: ViewerDesk
  readonly #listeners: ListenDesk
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
    this.talks = new TalkDesk({
      clock,
      log,
      sourceOf: (id) => this.#cameras.shown(id).source,
      onLost: (camera) => emit({ type: 'talk-lost', camera }),
    })
    this.#decoder = new Decoder({ clock, path: options.workerPath, ffmpeg: options.ffmpeg })
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
    this.#viewers = new ViewerDesk({
      clock,
      log,
      shown: (id) => ({ feed: this.#cameras.moving(id), source: this.#cameras.known(id).source }),
      onGone: (viewer, why) => emit({ type: 'viewer-gone', viewer, why }),
    })
    this.#stills = new StillDesk({ clock, log, onFeed: (report) => emit({ type: 'feed', report }) })
    this.#listeners = new ListenDesk({
      shown: (id) => this.#cameras.shown(id).feed,
      emit: ({ bytes, ...piece }) => emit({ type: 'heard', piece }, bytes),
    })
    this.#cameras = new SetCameras({
      clock,
      log,
      deep: options.ffmpeg !== null,
      look: (camera, picture, code) => this.#decoder.look({ camera, picture, code }),
      onSight: (report) => void emit({ type: 'sight', report }),
      onFeed: (report) => void emit({ type: 'feed', report }),
      onProved: (id, nonce, method) => this.#desk.proved(id, { nonce, method }),
      refuse: (id) => this.#stills.refuse(id),
      isFilming: (id) => this.#desk.isFilming(id),
    })
    this.#photos = new PhotoDesk({
      cameras: this.#cameras,
      films: this.#desk,
      decoder: this.#decoder,
      folder: this.#folder,
      clock,
    })
    this.#changes = this.#begin()
  }

  setCamera(id: string, setting: CameraSetting): void {
    this.#change(async () => {
      await this.#remove(id)
      const { view, source, sound = 'off', setup = PLAIN_VIEW } = setting
      if (source.rtsp === null)
        return this.#stills.set(id, { view, source, isMasked: setup.masks.length > 0 })
      this.#cameras.add(id, { view, source, sound, setup })
      this.#desk.attach(id)
    })
  }

  /** Areas were drawn anew. What is masked now is seen nowhere from this moment on. */
  setView(id: string, setup: ViewSetup): void {
    this.#change(async () => {
      const isMasked = setup.masks.length > 0
      this.#stills.mask(id, isMasked)
      this.#cameras.redraw(id, setup)
      if (isMasked) {
        this.#unwatch(id)
        this.#viewers.closeAll(id, 'something in its view is masked now')
        await this.#desk.detach(id)
      } else this.#desk.attach(id)
    })
  }

  removeCamera(id: string): void {
    this.#change(() => this.#remove(id))
  }

  /** Bolt and contact agree that the leaf of this camera's door is shut; or not any more. */
  tellShut(id: string, shut: boolean): void {
    void this.#changes.then(() => this.#cameras.tellShut(id, shut))
  }

  /** The view of this camera is meant to be as it is now. */
  learnView(id: string): void {
    const camera = this.#cameras.get(id)
    camera?.feed.learnView()
    camera?.sight.learn()
  }

  /** Behind every film that was ordered before it. */
  mark(mark: FilmMark): void {
    void this.#changes.then(() => this.#desk.mark(mark))
  }

  expectViewers(): void {
    this.#viewers.warm()
  }

  /** Rejects with a `HUB_CAMERA_…` or `HUB_MEDIA_…` error. */
  async answer(ask: Ask): Promise<Answered> {
    // Whatever was set before is in force, and what a crash left behind is mended.
    await this.#changes
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
        const { jpeg, ...photo } = await this.#photos.photo(ask.order)
        return { answer: { type: 'photo', photo }, tail: jpeg }
      }
      case 'still': {
        const { camera, wish } = ask
        const { jpeg, ...still } = this.#stills.still(camera) ?? (await this.#photos.still(camera, wish))
        return { answer: { type: 'still', still }, tail: jpeg }
      }
      case 'watch':
        this.#watch(ask.camera)
        return { answer: { type: 'done' } }
      case 'unwatch':
        this.#unwatch(ask.camera)
        return { answer: { type: 'done' } }
      case 'listen':
        this.#listeners.listen(ask.camera)
        return { answer: { type: 'done' } }
      case 'unlisten':
        this.#listeners.unlisten(ask.camera)
        return { answer: { type: 'done' } }
      case 'open-viewer':
        return { answer: { type: 'viewer', sdp: await this.#viewers.open(ask.order) } }
      case 'trickle':
        this.#viewers.trickle(ask.viewer, ask.candidates)
        return { answer: { type: 'done' } }
      case 'close-viewer':
        this.#viewers.close(ask.viewer)
        return { answer: { type: 'done' } }
      case 'talk':
        await this.talks.talk(ask.camera, ask.kind)
        return { answer: { type: 'done' } }
      case 'end-talk':
        await this.talks.endTalk(ask.camera)
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

  async #remove(id: string): Promise<void> {
    await this.#stills.remove(id)
    if (!this.#cameras.get(id)) return
    this.#unwatch(id)
    this.#listeners.unlisten(id)
    this.#viewers.closeAll(id, 'the camera is set anew')
    await this.talks.cut(id)
    await this.#desk.detach(id)
    await this.#cameras.take(id)?.feed[Symbol.asyncDispose]()
  }

  /** Indoor cameras remember and show only while they film. */
  #filming(id: string, filming: boolean): void {
    const camera = this.#cameras.get(id)
    camera?.feed.lookClosely(filming)
    camera?.sight.watchVisit(filming)
    if (camera?.view !== 'inside') return
    camera.feed.ring.setHorizon(filming ? PRE_ROLL_MS : 0)
    camera.feed.sound?.setHorizon(filming ? PRE_ROLL_MS : 0)
    if (filming) return
    this.#unwatch(id)
    this.#listeners.unlisten(id)
    this.#viewers.closeAll(id, 'the visit is over')
    void this.talks.cut(id)
  }

  #watch(id: string): void {
    const feed = this.#cameras.moving(id)
    this.#unwatch(id)
    const emit = ({ bytes, ...piece }: LivePiece): boolean =>
      this.#options.emit({ type: 'live', piece }, bytes)
    this.#live.set(id, new LiveView({ camera: id, feed, emit }))
    this.#viewers.warm()
  }

  #unwatch(id: string): void {
    this.#live.get(id)?.[Symbol.dispose]()
    this.#live.delete(id)
  }

  /** Ends films first, so that what was seen is on the disk whatever comes after. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#changes
    await this.talks[Symbol.asyncDispose]()
    await this.#desk[Symbol.asyncDispose]()
    this.#guard[Symbol.dispose]()
    for (const id of this.#live.keys()) this.#unwatch(id)
    await this.#viewers[Symbol.asyncDispose]()
    this.#listeners[Symbol.dispose]()
    await Promise.all(this.#cameras.all.map(({ feed }) => feed[Symbol.asyncDispose]()))
    await this.#stills[Symbol.asyncDispose]()
    await this.#decoder[Symbol.asyncDispose]()
  }
}
