// A camera engine without cameras, in the time of a test clock: films report durable pictures as the real one does,
// and can freeze, fall silent, or lose their disk.
import {
  type FrameReport,
  type LivenessReport,
  type SessionId,
  after,
  instant,
  milliseconds,
} from '@portico/core'
import {
  type CameraEngine,
  type Clock,
  type FilmMark,
  type FilmMarker,
  type FilmOrder,
  type FilmSegment,
  HubError,
  type Photo,
  type PhotoOrder,
  type Still,
  type Wake,
} from '@portico/ports'

export interface SimulatedCamerasOptions {
  readonly clock: Clock
  readonly frame: (report: FrameReport) => void
  readonly liveness: (report: LivenessReport) => void
}

/** Pictures become durable in this rhythm. */
const RHYTHM = milliseconds(250)
const PICTURE_AGE = milliseconds(80)

interface Film {
  readonly order: FilmOrder
  readonly from: number
  wake: Wake | null
  frames: number
}

export class SimulatedCameras implements CameraEngine, FilmMarker {
  /** `frozen` repeats the last picture; `silent` sends nothing; `unsigned` cannot prove that it lives. */
  how: 'live' | 'frozen' | 'silent' | 'unsigned' = 'live'
  readonly films = new Map<SessionId, Film>()
  /** What was told to films, of whatever session. */
  readonly marks: FilmMark[] = []
  readonly #options: SimulatedCamerasOptions
  readonly #ended = new Map<SessionId, FilmSegment[]>()
  #count = 0

  constructor(options: SimulatedCamerasOptions) {
    this.#options = options
  }

  async startFilm(order: FilmOrder): Promise<void> {
    const running = this.films.get(order.session)
    running?.wake?.cancel()
    const film: Film = { order, from: this.#options.clock.mono(), wake: null, frames: 0 }
    this.films.set(order.session, film)
    if (order.nonce !== '' && this.how === 'live') this.#proveLive(order)
    this.#roll(film)
  }

  async stopFilm(session: SessionId): Promise<readonly FilmSegment[]> {
    const film = this.films.get(session)
    const pieces = this.#ended.get(session) ?? []
    if (film) {
      film.wake?.cancel()
      this.films.delete(session)
      pieces.push(this.#piece(film, pieces.length))
      this.#ended.set(session, pieces)
    }
    return pieces
  }

  async takePhoto({ session, cameras, to }: PhotoOrder): Promise<Photo> {
    const [camera] = cameras
    if (camera === undefined || this.how === 'silent')
      throw new HubError('HUB_CAMERA_NO_PICTURE', 'simulated cameras: no picture')
    return { ...this.#picture(camera), captured: instant(to - 1), file: `${session}/photo.jpg` }
  }

  async still(camera: string): Promise<Still> {
    if (this.how === 'silent') throw new HubError('HUB_CAMERA_NO_PICTURE', 'simulated cameras: no picture')
    return this.#picture(camera)
  }

  mark(mark: FilmMark): void {
    this.marks.push(mark)
  }

  async watch(): Promise<void> {}
  async unwatch(): Promise<void> {}

  #hash(): string {
    return (this.#count++).toString(16).padStart(64, '0')
  }

  #picture(camera: string): Still {
    const captured = instant(this.#options.clock.mono() - PICTURE_AGE)
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)
    return { camera, captured, grade: 'absolute', sha256: this.#hash(), width: 640, height: 360, jpeg }
  }

  #proveLive({ op, cameras, nonce }: FilmOrder): void {
    const { clock, liveness } = this.#options
    const witness = cameras.find((camera) => camera.witness)
    if (witness)
      clock.wake(after(clock.mono(), RHYTHM), () =>
        liveness({ op, camera: witness.id, method: 'signed', nonce }),
      )
  }

  #roll(film: Film): void {
    const { clock, frame } = this.#options
    film.wake = clock.wake(after(clock.mono(), RHYTHM), () => {
      const witness = film.order.cameras.find((camera) => camera.witness)
      if (witness && this.how !== 'silent') {
        film.frames += 1
        frame({
          camera: witness.id,
          captured: instant(clock.mono() - PICTURE_AGE),
          grade: 'absolute',
          changed: this.how !== 'frozen',
          durable: true,
          sha256: this.#hash(),
          count: 2,
        })
      }
      this.#roll(film)
    })
  }

  #piece({ order, from, frames }: Film, segment: number): FilmSegment {
    const camera = order.cameras[0]?.id ?? 'none'
    const [start, to] = [instant(from), this.#options.clock.mono()]
    const file = `${order.session}/${camera}-${segment}.mp4`
    return {
      session: order.session,
      camera,
      segment,
      file,
      sha256: this.#hash(),
      bytes: 1,
      from: start,
      to,
      frames,
    }
  }
}
