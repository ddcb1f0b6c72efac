// All cameras that stream: the feed and the sight of each, what is drawn in its view, and whether it may be looked at now.
import type { CameraSource, StreamSource } from '@portico/plugin-api'
import type { CameraProof, FeedReport, SightReport, SoundRule, ViewSetup } from '@portico/ports'
import { mediaError } from './errors.ts'
import { Feed, type FeedOptions } from './feed/feed.ts'
import type { SetCamera } from './film/film-desk.ts'
import { CameraSight } from './sight/camera-sight.ts'

export interface SetCamerasOptions extends Pick<FeedOptions, 'clock' | 'log' | 'deep'> {
  readonly look: (camera: string, ...args: Parameters<FeedOptions['look']>) => ReturnType<FeedOptions['look']>
  readonly onSight: (report: SightReport) => void
  readonly onFeed: (report: FeedReport) => void
  readonly onProved: (camera: string, ...args: Parameters<FeedOptions['onProved']>) => void
  /** Throws for a camera that does not stream. */
  readonly refuse: (camera: string) => void
  readonly isFilming: (camera: string) => boolean
}

/** What is set for a camera that streams. */
export interface StreamSetting extends Pick<SetCamera, 'view'> {
  readonly source: StreamSource
  readonly sound: SoundRule
  readonly setup: ViewSetup
}

/** What a camera can sign is worth more than what it can be seen to see. */
const proofOf = ({ liveness }: CameraSource, { proof }: ViewSetup): CameraProof =>
  liveness.method === 'signed' ? 'signed' : (proof ?? 'none')

export class SetCameras {
  readonly #options: SetCamerasOptions
  readonly #cameras = new Map<string, SetCamera>()
  /** Cameras of doors whose bolt and contact agree that the leaf is shut. */
  readonly #shut = new Set<string>()

  constructor(options: SetCamerasOptions) {
    this.#options = options
  }

  get all(): readonly SetCamera[] {
    return [...this.#cameras.values()]
  }

  get(id: string): SetCamera | undefined {
    return this.#cameras.get(id)
  }

  /** Connects. There is none of this id. */
  add(id: string, { view, source, sound, setup }: StreamSetting): void {
    const { clock, log, deep, look, onFeed, onProved } = this.#options
    const sight = this.#sight(id, view, setup)
    const feed = new Feed({
      id,
      view,
      source,
      sound,
      proof: proofOf(source, setup),
      clock,
      log,
      deep,
      look: (picture, code) => look(id, picture, code),
      // Whoever judges the picture may be another one by now: areas are drawn anew while it streams.
      onSeen: ({ small, captured }) => this.#cameras.get(id)?.sight.see(small, captured),
      onState: (state, captured) => onFeed({ camera: id, state, captured }),
      onProved: (nonce, method) => onProved(id, nonce, method),
    })
    this.#cameras.set(id, { view, source, sight, feed, masks: setup.masks })
  }

  /** Forgets it; its feed is the caller's to end. */
  take(id: string): SetCamera | undefined {
    const camera = this.#cameras.get(id)
    this.#cameras.delete(id)
    return camera
  }

  /** Areas were drawn anew: judged and masked by them from the next picture on. The stream goes on. */
  redraw(id: string, setup: ViewSetup): void {
    const camera = this.#cameras.get(id)
    if (!camera) return
    const sight = this.#sight(id, camera.view, setup)
    sight.watchVisit(this.#options.isFilming(id))
    this.#cameras.set(id, { ...camera, sight, masks: setup.masks })
  }

  tellShut(id: string, shut: boolean): void {
    if (shut) this.#shut.add(id)
    else this.#shut.delete(id)
    this.#cameras.get(id)?.sight.tellShut(shut)
  }

  /** @throws HubError `HUB_CAMERA_UNKNOWN` or `HUB_CAMERA_STILLS_ONLY` */
  known(id: string): SetCamera {
    this.#options.refuse(id)
    const camera = this.#cameras.get(id)
    if (!camera) throw mediaError('HUB_CAMERA_UNKNOWN', `no camera ${id}`)
    return camera
  }

  /** A camera that may be looked at now. @throws HubError as `known` does, and `HUB_CAMERA_PRIVATE` */
  shown(id: string): SetCamera {
    const camera = this.known(id)
    if (camera.view === 'inside' && !this.#options.isFilming(id))
      throw mediaError('HUB_CAMERA_PRIVATE', `camera ${id} shows nothing outside of a visit`)
    return camera
  }

  /**
   * A camera whose moving picture may be looked at now: what is masked in it nobody could mask as it moves.
   * @throws HubError as `shown` does, and `HUB_CAMERA_MASKED`
   */
  moving(id: string): Feed {
    const { feed, masks } = this.shown(id)
    if (masks.length > 0)
      throw mediaError('HUB_CAMERA_MASKED', `camera ${id} is masked: it gives stills alone`)
    return feed
  }

  #sight(camera: string, view: SetCamera['view'], setup: ViewSetup): CameraSight {
    const sight = new CameraSight({ camera, view, setup, onReport: this.#options.onSight })
    sight.tellShut(this.#shut.has(camera))
    return sight
  }
}
