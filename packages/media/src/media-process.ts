// The camera engine as the hub holds it: one child process, started again when it dies, told again what cameras there
// are and which films run.
import { mkdir } from 'node:fs/promises'
import type { SessionId } from '@portico/core'
import type { HomeKey } from '@portico/evidence/seal'
import type {
  CameraEngine,
  CameraEvents,
  Clock,
  FilmMark,
  FilmMarker,
  ListenEngine,
  LivePiece,
  FilmOrder,
  FilmSegment,
  Photo,
  PhotoOrder,
  Still,
  StillWish,
  TalkEngine,
  TalkKind,
  ViewerEngine,
  ViewerOrder,
  ViewSetup,
} from '@portico/ports'
import { checkSetting, isRefusal } from './camera-setting.ts'
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
  /** Where a system `ffmpeg` is, for pictures that the decoder here cannot read; null: there is none. */
  readonly ffmpeg?: string | null
  /** Sound of a camera that is listened to. */
  readonly heard?: (piece: LivePiece) => void
  /** The camera left in the middle of a talk. */
  readonly talkLost?: (camera: string) => void
  /** Below this the disk counts as full, bytes; default 256 MiB. */
  readonly storageReserveBytes?: number
  /** Flags of Node for the child; default those of this process. */
  readonly execArgv?: readonly string[]
  /** Where the scripts of the child and of its decoding thread are, for a bundle; default beside this file. */
  readonly paths?: { readonly main: string; readonly worker: string }
}

export const STORAGE_RESERVE_BYTES = 256 * 1024 * 1024
/** Resolves when the process was started; it may still be loading. */
export async function startMediaProcess(options: MediaProcessOptions): Promise<MediaProcess> {
  await mkdir(options.filmFolder, { recursive: true, mode: 0o700 })
  return new MediaProcess(options)
}

export class MediaProcess
  implements CameraEngine, FilmMarker, ListenEngine, TalkEngine, ViewerEngine, AsyncDisposable
{
  readonly #options: MediaProcessOptions
  readonly #cameras = new Map<string, CameraSetting>()
  readonly #films = new Map<SessionId, FilmOrder>()
  readonly #shut = new Map<string, boolean>()
  /** Cameras that are spoken through. */
  readonly #talks = new Set<string>()
  readonly #life: MediaLife
  readonly #viewerFollowers = new Set<(viewer: string | null, why: string) => void>()

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
        for (const camera of this.#talks) this.#talkLost(camera)
        this.#viewerGone(null, why)
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

  /** Areas were drawn anew in its view; whoever films or looks goes on, unless something is masked. Nothing for a camera that was not set. */
  setView(id: string, setup: ViewSetup): void {
    const setting = this.#cameras.get(id)
    if (!setting) return
    this.#cameras.set(id, { ...setting, setup })
    this.#life.tell({ type: 'set-view', id, setup })
  }

  /** Bolt and contact agree that the leaf of this camera's door is shut; or not any more. */
  tellShut(camera: string, shut: boolean): void {
    this.#shut.set(camera, shut)
    this.#life.tell({ type: 'leaf', camera, shut })
  }

  /** From now on the view of this camera is held against what it is now. */
  learnView(camera: string): void {
    this.#life.tell({ type: 'learn-view', camera })
  }

  /** Lost while no process runs: the journal has it, and no picture was there to stand beside. */
  mark(mark: FilmMark): void {
    this.#life.tell({ type: 'mark', mark })
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

  async still(camera: string, wish: StillWish = {}): Promise<Still> {
    const { answer, tail } = await this.#life.ask({ type: 'still', camera, wish })
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

  /** After a restart of the process it must be called again. */
  async listen(camera: string): Promise<void> {
    await this.#life.ask({ type: 'listen', camera })
  }

  async unlisten(camera: string): Promise<void> {
    await this.#life.ask({ type: 'unlisten', camera })
  }

  async talk(camera: string, kind: TalkKind): Promise<void> {
    await this.#life.ask({ type: 'talk', camera, kind })
    this.#talks.add(camera)
  }

  sound(camera: string, muLaw: Uint8Array): void {
    this.#life.tell({ type: 'sound', camera }, muLaw)
  }

  async endTalk(camera: string): Promise<void> {
    this.#talks.delete(camera)
    await this.#life.ask({ type: 'end-talk', camera })
  }

  expectViewers(): void {
    this.#life.tell({ type: 'expect-viewers' })
  }

  async openViewer(order: ViewerOrder): Promise<string> {
    const { answer } = await this.#life.ask({ type: 'open-viewer', order })
    if (answer.type !== 'viewer') throw unexpected(answer.type)
    return answer.sdp
  }

  async trickle(viewer: string, candidates: readonly string[]): Promise<void> {
    await this.#life.ask({ type: 'trickle', viewer, candidates })
  }

  async closeViewer(viewer: string): Promise<void> {
    await this.#life.ask({ type: 'close-viewer', viewer })
  }

  onViewerGone(follower: (viewer: string | null, why: string) => void): Disposable {
    this.#viewerFollowers.add(follower)
    return { [Symbol.dispose]: () => void this.#viewerFollowers.delete(follower) }
  }

  #viewerGone(viewer: string | null, why: string): void {
    for (const follower of this.#viewerFollowers) follower(viewer, why)
  }

  #talkLost(camera: string): void {
    if (this.#talks.delete(camera)) this.#options.talkLost?.(camera)
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
      ffmpeg: this.#options.ffmpeg ?? null,
    })
    for (const [id, setting] of this.#cameras) link.send({ type: 'set-camera', id, setting })
    for (const [camera, shut] of this.#shut) link.send({ type: 'leaf', camera, shut })
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
      case 'sight':
        events.sight(event.report)
        break
      case 'segment':
        events.segment(event.segment)
        break
      case 'live':
        events.live({ ...event.piece, bytes })
        break
      case 'heard':
        this.#options.heard?.({ ...event.piece, bytes })
        break
      case 'viewer-gone':
        this.#viewerGone(event.viewer, event.why)
        break
      case 'storage':
        events.storage(event.ok)
        break
      case 'talk-lost':
        this.#talkLost(event.camera)
        break
    }
  }

  /** Films end whole on the disk; what was not reported is at the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#life[Symbol.asyncDispose]()
  }
}

const unexpected = (type: string): Error => mediaError('HUB_MEDIA_FAULT', `unexpected answer ${type}`)
