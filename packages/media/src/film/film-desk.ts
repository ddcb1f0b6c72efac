// All films that run: which session films which camera, and the proofs of liveness that go with them.
import { type FrameReport, type Instant, type LivenessReport, type SessionId, instant } from '@portico/core'
import type { StreamSource } from '@portico/plugin-api'
import type { Area, Clock, FilmCamera, FilmMark, FilmOrder, FilmSegment } from '@portico/ports'
import { isNonce } from '@portico/rtp'
import { mediaError } from '../errors.ts'
import { type Feed, PRE_ROLL_MS } from '../feed/feed.ts'
import type { CameraSight } from '../sight/camera-sight.ts'
import type { MediaLog } from '../wire.ts'
import { CameraFilm } from './camera-film.ts'
import { type FilmFolder, isPlainName } from './film-folder.ts'
import type { KeyPlace } from './film-piece.ts'
import { MarkQueue } from './mark-queue.ts'
import type { StorageGuard } from './storage-guard.ts'

/** A camera with what is set for it: its view there is the stricter word. */
export interface SetCamera {
  readonly view: FilmCamera['view']
  readonly source: StreamSource
  readonly feed: Feed
  readonly sight: CameraSight
  /** What nobody may see: it is black in stills, and there is no film of this camera. */
  readonly masks: readonly Area[]
}

export interface FilmDeskOptions {
  readonly folder: FilmFolder
  readonly guard: StorageGuard
  readonly clock: Clock
  readonly log: MediaLog
  readonly cameraOf: (id: string) => SetCamera | undefined
  readonly onReport: (report: FrameReport) => void
  readonly onLiveness: (report: LivenessReport) => void
  readonly onSegment: (segment: FilmSegment) => void
  /** A camera begins to be filmed, or is no longer. */
  readonly onFilming: (camera: string, filming: boolean) => void
}

interface Session {
  order: FilmOrder
  readonly films: Map<string, CameraFilm>
}

/** What a film that has ended leaves for the photo. */
interface Ended {
  readonly at: Instant
  readonly keys: readonly KeyPlace[]
}

/** Sessions whose marks are kept for a film that has not begun. */
const EARLY_MAX = 8
/** How long after its film an indoor camera may still give the photo, ms. */
const GRACE_MS = 30_000

export class FilmDesk implements AsyncDisposable {
  readonly #options: FilmDeskOptions
  readonly #sessions = new Map<SessionId, Session>()
  readonly #ended = new Map<string, Ended>()
  readonly #stopping = new Map<SessionId, Promise<void>>()
  /** Marks that came before their film. */
  readonly #early = new Map<SessionId, MarkQueue>()

  constructor(options: FilmDeskOptions) {
    this.#options = options
  }

  isFilming(camera: string): boolean {
    return this.#filmsOf(camera).length > 0
  }

  /** Key pictures on disk of the films of a camera that run or have just ended. */
  keysOf(camera: string): readonly KeyPlace[] {
    const ended = this.endedOf(camera) === null ? undefined : this.#ended.get(camera)
    return [
      ...(ended?.keys ?? []),
      ...this.#filmsOf(camera).flatMap(({ keys, proves }) => (proves ? keys : [])),
    ]
  }

  /** When the last film of a camera ended, if that was a moment ago; null otherwise. */
  endedOf(camera: string): Instant | null {
    const ended = this.#ended.get(camera)
    if (!ended || this.#options.clock.mono() - ended.at > GRACE_MS) return null
    return ended.at
  }

  /**
   * Rejects with `HUB_CAMERA_UNKNOWN` or `HUB_CAMERA_ORDER` and changes nothing; a repeated order of the same op changes
   * nothing either, and one of another op asks for a new proof.
   */
  async start(order: FilmOrder): Promise<void> {
    this.#check(order)
    // An end that is on its way closes the pieces of this session; what begins now must not be among them.
    await this.#stopping.get(order.session)
    const known = this.#sessions.get(order.session)
    if (known?.order.op === order.op) return
    const session = known ?? { order, films: new Map<string, CameraFilm>() }
    session.order = order
    this.#sessions.set(order.session, session)
    for (const camera of order.cameras) this.#film(session, camera)
    const early = this.#early.get(order.session)?.take() ?? []
    this.#early.delete(order.session)
    for (const mark of early) this.mark(mark)
    for (const { id, witness } of order.cameras) if (witness) this.#challenge(id, order)
  }

  /** Into all films of its session; one that is about to begin has it at its beginning. */
  mark(mark: FilmMark): void {
    const running = this.#sessions.get(mark.session)
    if (running) {
      for (const film of running.films.values()) film.mark(mark)
      return
    }
    const early = this.#early.get(mark.session) ?? new MarkQueue()
    early.push(mark)
    this.#early.set(mark.session, early)
    const [oldest] = this.#early.keys()
    if (this.#early.size > EARLY_MAX && oldest !== undefined) this.#early.delete(oldest)
  }

  /** Resolves when all its pieces are durable. Harmless when no such film runs. */
  async stop(session: SessionId): Promise<void> {
    const running = this.#sessions.get(session)
    if (!running) {
      await this.#stopping.get(session)
      return
    }
    this.#sessions.delete(session)
    const stopped = this.#stop(session, running).finally(() => {
      this.#stopping.delete(session)
    })
    this.#stopping.set(session, stopped)
    await stopped
  }

  async #stop(session: SessionId, { films }: Session): Promise<void> {
    await Promise.all([...films].map(([camera, film]) => this.#end(camera, film)))
    // A piece that could not be written to its end is whole up to somewhere.
    const { folder, onSegment, guard } = this.#options
    await folder.mendSession(session, onSegment).catch((error: unknown) => {
      guard.failed(error)
    })
  }

  /** The feed of a camera is about to end: its films end with it, their sessions do not. */
  async detach(camera: string): Promise<void> {
    const films = this.#filmsOf(camera)
    for (const { films: all } of this.#sessions.values()) all.delete(camera)
    await Promise.all(films.map((film) => this.#end(camera, film)))
  }

  /** A camera has a new feed: sessions that want it film it again. */
  attach(camera: string): void {
    for (const session of this.#sessions.values()) {
      const wanted = session.order.cameras.find(({ id }) => id === camera)
      if (!wanted) continue
      this.#film(session, wanted)
      if (wanted.witness) this.#challenge(camera, session.order)
    }
  }

  #challenge(camera: string, { nonce }: FilmOrder): void {
    if (nonce !== '') this.#options.cameraOf(camera)?.feed.demandProof(nonce)
  }

  /** A witness has proved by this that it lives. */
  proved(camera: string, { nonce, method }: Pick<LivenessReport, 'nonce' | 'method'>): void {
    for (const { order } of this.#sessions.values())
      if (
        order.nonce.toLowerCase() === nonce &&
        order.cameras.some(({ id, witness }) => witness && id === camera)
      )
        this.#options.onLiveness({ op: order.op, camera, method, nonce: order.nonce })
  }

  #check({ session, cameras, nonce, purpose }: FilmOrder): void {
    if (purpose === 'ring' && !this.#options.guard.ok)
      throw mediaError('HUB_MEDIA_STORAGE', 'the disk has its reserve left for visits alone')
    if (!isPlainName(session)) throw mediaError('HUB_CAMERA_ORDER', 'the session id cannot be a folder')
    if (nonce !== '' && !isNonce(nonce))
      throw mediaError('HUB_CAMERA_ORDER', 'the nonce is not 32 hex digits')
    if (cameras.length === 0) throw mediaError('HUB_CAMERA_ORDER', 'a film needs a camera')
    for (const { id, view, witness } of cameras) {
      const camera = this.#options.cameraOf(id)
      if (!camera) throw mediaError('HUB_CAMERA_UNKNOWN', `no camera ${id}`)
      if (witness && camera.masks.length > 0)
        throw mediaError('HUB_CAMERA_MASKED', `camera ${id} is masked: there is no film of it`)
      if (purpose === 'ring' && (view === 'inside' || camera.view === 'inside'))
        throw mediaError('HUB_CAMERA_PRIVATE', `camera ${id} films visits alone`)
    }
  }

  #film(session: Session, { id, view }: FilmCamera): void {
    const { cameraOf, clock, folder, guard, log, onReport, onSegment } = this.#options
    const camera = cameraOf(id)
    if (!camera || camera.masks.length > 0 || session.films.has(id)) return
    const ordered = clock.mono()
    // An indoor eye films a visit and nothing before it.
    const inside = view === 'inside' || camera.view === 'inside'
    const first = !this.isFilming(id)
    session.films.set(
      id,
      new CameraFilm({
        session: session.order.session,
        camera: id,
        feed: camera.feed,
        folder,
        guard,
        clock,
        log,
        since: inside ? ordered : instant(ordered - PRE_ROLL_MS),
        ordered,
        onReport: session.order.purpose === 'ring' ? null : onReport,
        onSegment,
      }),
    )
    if (first) this.#options.onFilming(id, true)
  }

  async #end(camera: string, film: CameraFilm): Promise<void> {
    const { clock, cameraOf, onFilming } = this.#options
    if (film.proves) this.#ended.set(camera, { at: clock.mono(), keys: film.keys })
    if (!this.isFilming(camera)) {
      cameraOf(camera)?.feed.demandProof(null)
      onFilming(camera, false)
    }
    await film.finish()
  }

  #filmsOf(camera: string): CameraFilm[] {
    return [...this.#sessions.values()].flatMap(({ films }) => films.get(camera) ?? [])
  }

  /** All films end on the disk, to be found and told at the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    const films = [...this.#sessions.values()].flatMap((session) => [...session.films.values()])
    this.#sessions.clear()
    await Promise.all(films.map((film) => film[Symbol.asyncDispose]()))
  }
}
