// A camera that gives single pictures over HTTP and no stream: asked again and again while it is set. Its pictures are
// shown as they come. When they were taken nobody knows, so they film nothing and prove nothing.
import { type Instant, instant } from '@portico/core'
import { type StillSource, jpegSize } from '@portico/plugin-api'
import type { CameraView, Clock, FeedState, Still, Wake } from '@portico/ports'
import { ClientAuth, askCamera } from '@portico/rtp'
import { mediaError } from '../errors.ts'
import { sha256 } from '../feed/picture.ts'
import type { MediaLog } from '../wire.ts'

export interface StillCameraOptions {
  readonly id: string
  readonly view: CameraView
  readonly source: StillSource
  readonly clock: Clock
  readonly log: MediaLog
  readonly onState: (state: FeedState, captured: Instant | null) => void
}

/** Between the beginnings of two requests, ms; a slower camera is asked when it has answered. */
export const ASK_EVERY_MS = 500
/** Waits after requests that failed, ms; the last one repeats. */
const BACKOFF_MS = [500, 1_000, 5_000, 15_000] as const
/** Cameras lock an account after a few wrong passwords, ms. */
const DENIED_BACKOFF_MS = 300_000
const TIMEOUT_MS = 3_000
export const STILL_BYTES_MAX = 2 * 1024 * 1024
/** A still shows now, ms. */
const STILL_AGE_MAX_MS = 2_000

export class StillCamera implements AsyncDisposable {
  readonly #options: StillCameraOptions
  readonly #auth: ClientAuth
  readonly #ended = new AbortController()
  readonly #url: URL
  #asking: Promise<void>
  #wake: Wake | null = null
  #newest: Still | null = null
  #state: FeedState = 'connecting'
  #told: string | null = null
  #failures = 0

  /** Begins at once. */
  constructor(options: StillCameraOptions) {
    this.#options = options
    const { username, password, snapshot } = options.source
    this.#auth = new ClientAuth(username === null || password === null ? null : { username, password })
    this.#url = new URL(snapshot)
    this.#asking = this.#ask()
  }

  /** @throws HubError `HUB_CAMERA_PRIVATE`, `HUB_CAMERA_NO_PICTURE` */
  still(): Still {
    const { id, view, clock } = this.#options
    // Nothing tells a visit from any other time: it never films.
    if (view === 'inside')
      throw mediaError('HUB_CAMERA_PRIVATE', `camera ${id} shows nothing outside of a visit`)
    if (this.#newest && clock.mono() - this.#newest.captured <= STILL_AGE_MAX_MS) return this.#newest
    throw mediaError('HUB_CAMERA_NO_PICTURE', `camera ${id}: no picture of the last ${STILL_AGE_MAX_MS} ms`, {
      retryable: true,
    })
  }

  async #ask(): Promise<void> {
    const { clock } = this.#options
    const began = clock.mono()
    const rest = await this.#askOnce(began)
    if (this.#ended.signal.aborted) return
    const due = Math.max(began + rest, clock.mono())
    this.#wake = clock.wake(instant(due), () => {
      this.#asking = this.#ask()
    })
  }

  /** Resolves with the time from its beginning to that of the next one, ms. */
  async #askOnce(began: Instant): Promise<number> {
    const { clock, view } = this.#options
    const reply = await askCamera({
      url: this.#url,
      method: 'GET',
      headers: { accept: 'image/jpeg' },
      body: null,
      auth: this.#auth,
      bytesMax: STILL_BYTES_MAX,
      timeoutMs: TIMEOUT_MS,
      clock,
      signal: this.#ended.signal,
    })
    if (this.#ended.signal.aborted) return 0
    if (reply.outcome === 'failed') return this.#failed(reply.detail)
    if (reply.status === 401)
      return this.#failed('it does not know this user name and password', DENIED_BACKOFF_MS)
    const size = reply.status === 200 ? jpegSize(reply.body) : null
    if (!size) return this.#failed(`status ${reply.status} and no JPEG`)
    // The picture is older than its request by an unknown time; it is not newer.
    const still = { camera: this.#options.id, captured: began, grade: 'relative' as const, ...size }
    if (view === 'outside') this.#newest = { ...still, sha256: sha256(reply.body), jpeg: reply.body }
    this.#failures = 0
    this.#tell('stills', began, null)
    return ASK_EVERY_MS
  }

  #failed(why: string, backoff?: number): number {
    this.#tell(this.#newest ? 'silent' : 'connecting', this.#newest?.captured ?? null, why)
    const wait = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)] ?? DENIED_BACKOFF_MS
    this.#failures += 1
    return TIMEOUT_MS + (backoff ?? wait)
  }

  #tell(state: FeedState, captured: Instant | null, why: string | null): void {
    const { id, log, onState } = this.#options
    if (state !== this.#state || why !== this.#told) {
      if (why === null) log.info({ camera: id }, 'camera gives stills')
      else log.warn({ camera: id, state, why }, 'camera is not live')
    }
    this.#state = state
    this.#told = why
    onState(state, captured)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    this.#wake?.cancel()
    await this.#asking
  }
}
