// The camera engine of one life of the hub, without pictures: films report what would have become durable, as the
// cameras of the house are just then.
import {
  type FrameReport,
  type Instant,
  type LivenessReport,
  type SessionId,
  after,
  instant,
  milliseconds,
} from '@portico/core'
import {
  type CameraEngine,
  type FilmOrder,
  type FilmSegment,
  HubError,
  type Photo,
  type PhotoOrder,
  type Still,
  type Wake,
} from '@portico/ports'
import { type Cameras, RHYTHM } from './cameras.ts'
import type { LifeClock } from './life-clock.ts'

export interface FilmEngineOptions {
  readonly clock: LifeClock
  readonly cameras: Cameras
  readonly health: { readonly broken: boolean }
  readonly frame: (report: FrameReport) => void
  readonly liveness: (report: LivenessReport) => void
  /** Told before anything the hub asks of the engine is done. */
  readonly point: (what: string) => void
  /** Names every picture of the house once. */
  readonly name: () => string
}

interface Film {
  readonly order: FilmOrder
  readonly from: Instant
  wake: Wake | null
  frames: number
}

/** What a picture costs on its way before it can be called durable: a fragment is a quarter of a second. */
const FRAGMENT = 250
/** A camera answers a challenge in its next fragment. */
const ANSWER_AFTER = milliseconds(400)
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)

export class FilmEngine implements CameraEngine {
  readonly #options: FilmEngineOptions
  readonly #films = new Map<SessionId, Film>()
  readonly #pieces = new Map<SessionId, FilmSegment[]>()

  constructor(options: FilmEngineOptions) {
    this.#options = options
  }

  async startFilm(order: FilmOrder): Promise<void> {
    this.#options.point('start film')
    this.#mustAnswer()
    this.#films.get(order.session)?.wake?.cancel()
    const film: Film = { order, from: this.#options.clock.mono(), wake: null, frames: 0 }
    this.#films.set(order.session, film)
    if (order.nonce !== '') this.#challenge(order)
    this.#roll(film)
  }

  async stopFilm(session: SessionId): Promise<readonly FilmSegment[]> {
    this.#options.point('stop film')
    this.#mustAnswer()
    const film = this.#films.get(session)
    const pieces = this.#pieces.get(session) ?? []
    if (!film) return pieces
    film.wake?.cancel()
    this.#films.delete(session)
    if (film.frames > 0) pieces.push(this.#piece(film, pieces.length))
    this.#pieces.set(session, pieces)
    return pieces
  }

  async takePhoto({ session, cameras, to }: PhotoOrder): Promise<Photo> {
    this.#options.point('take photo')
    this.#mustAnswer()
    const { camera, ...still } = this.#still(cameras[0] ?? '')
    return { ...still, camera, captured: instant(to - 1), file: `${session}/photo.jpg` }
  }

  async still(camera: string): Promise<Still> {
    return this.#still(camera)
  }

  async watch(): Promise<void> {}
  async unwatch(): Promise<void> {}

  #mustAnswer(): void {
    if (this.#options.health.broken)
      throw new HubError('HUB_CAMERA_NO_PICTURE', 'simulated cameras: the engine does not answer')
  }

  #still(camera: string): Still {
    const { clock, cameras, name } = this.#options
    if (!cameras.sends) throw new HubError('HUB_CAMERA_NO_PICTURE', 'simulated cameras: no picture')
    const captured = this.#captured(clock.mono())
    return { camera, captured, grade: 'absolute', sha256: name(), width: 640, height: 360, jpeg: JPEG }
  }

  /** The engine believes no camera that dates a picture after its arrival. */
  #captured(arrived: Instant): Instant {
    const { delay, clockAhead } = this.#options.cameras
    return instant(Math.min(arrived, arrived - delay + clockAhead))
  }

  #challenge({ op, nonce, cameras: asked }: FilmOrder): void {
    const { clock, cameras, liveness } = this.#options
    const witness = asked.find((camera) => camera.witness)
    clock.wake(after(clock.mono(), milliseconds(ANSWER_AFTER + cameras.delay)), () => {
      if (witness && cameras.answers) liveness({ op, camera: witness.id, method: 'signed', nonce })
    })
  }

  #roll(film: Film): void {
    const { clock } = this.#options
    film.wake = clock.wake(after(clock.mono(), RHYTHM), () => {
      this.#tell(film)
      this.#roll(film)
    })
  }

  #tell(film: Film): void {
    const { clock, cameras, frame, name } = this.#options
    const witness = film.order.cameras.find((camera) => camera.witness)
    if (!witness || !cameras.sends) return
    film.frames += 1
    frame({
      camera: witness.id,
      captured: this.#captured(instant(clock.mono() - FRAGMENT)),
      grade: 'absolute',
      changed: cameras.changes,
      durable: cameras.durable,
      sha256: name(),
      count: 12,
      ...(cameras.doubt === null ? {} : { doubt: cameras.doubt }),
    })
  }

  #piece({ order, from, frames }: Film, segment: number): FilmSegment {
    const camera = order.cameras[0]?.id ?? 'none'
    const file = `${order.session}/${camera}-${segment}.mp4`
    const to = this.#options.clock.mono()
    return {
      session: order.session,
      camera,
      segment,
      file,
      sha256: this.#options.name(),
      bytes: 1000,
      from,
      to,
      frames,
    }
  }
}
