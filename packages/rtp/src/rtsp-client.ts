// Follows a camera for as long as it is wanted: connects, watches for silence, reconnects with a short back-off.
import type { AccessUnit } from './access-unit.ts'
import { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import { RtspSession, parseRtspUrl } from './rtsp-session.ts'

/** `silent`: connected, but no whole picture for 1.5 s; it stays silent until the next picture. */
export type RtspState = 'connecting' | 'live' | 'silent'

export interface FollowOptions {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  readonly clock: RtspClock
  /** Each picture, as soon as it is whole. */
  readonly onUnit: (unit: AccessUnit) => void
  /** Each change of state or of the reason (by its code) why a camera is not live. */
  readonly onState: (state: RtspState, why: RtspError | null) => void
}

export interface RtspFollower extends AsyncDisposable {
  readonly state: RtspState
  /** Rejects with `HUB_RTSP_CLOSED` while there is no session, and as `RtspSession` does. */
  setParameter(name: string, value: string): Promise<void>
  getParameter(name: string): Promise<{ value: string; sent: number; received: number }>
}

/** A camera without a whole picture for this long is silent, ms. */
const SILENCE_MS = 1_500
/** Waits before the tries after a loss, ms; the last one repeats. */
const BACKOFF_MS = [100, 250, 500] as const
/** Cameras lock an account after a few wrong passwords, ms. */
const REFUSED_BACKOFF_MS = 10_000
/** From the first byte to playing, ms. */
const HANDSHAKE_LIMIT_MS = 6_000

/** Begins at once; throws `HUB_RTSP_URL` when the address cannot be one. End it by disposing. */
export function followRtsp(options: FollowOptions): RtspFollower {
  return new Follower(options)
}

class Follower implements RtspFollower {
  readonly #options: FollowOptions
  readonly #ended = new AbortController()
  readonly #auth: ClientAuth
  readonly #address: ReturnType<typeof parseRtspUrl>
  readonly #run: Promise<void>
  #session: RtspSession | null = null
  #state: RtspState = 'connecting'
  #why: string | null = null
  #lastPicture = 0
  #tries = 0

  constructor(options: FollowOptions) {
    this.#options = options
    this.#address = parseRtspUrl(options.url)
    const { username, password } = options
    this.#auth = new ClientAuth(username === null || password === null ? null : { username, password })
    this.#run = this.#follow()
  }

  get state(): RtspState {
    return this.#state
  }

  async setParameter(name: string, value: string): Promise<void> {
    await this.#playing().setParameter(name, value)
  }

  async getParameter(name: string): Promise<{ value: string; sent: number; received: number }> {
    return await this.#playing().getParameter(name)
  }

  #playing(): RtspSession {
    if (!this.#session) throw new RtspError('HUB_RTSP_CLOSED', 'the camera is not connected')
    return this.#session
  }

  async #follow(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const why = await this.#playOnce()
      this.#session = null
      if (this.#ended.signal.aborted) return
      const silent = this.#state === 'silent'
      this.#setState(silent ? 'silent' : 'connecting', why)
      const backoff = BACKOFF_MS[Math.min(this.#tries, BACKOFF_MS.length - 1)] ?? 500
      this.#tries += 1
      await this.#wait(why.code === 'HUB_RTSP_REFUSED' ? REFUSED_BACKOFF_MS : backoff)
    }
  }

  /** One session from connecting to its end; resolves with the reason of the end. */
  async #playOnce(): Promise<RtspError> {
    const { clock } = this.#options
    const session = new AbortController()
    const abort = (): void => {
      session.abort()
    }
    this.#ended.signal.addEventListener('abort', abort)
    const limit = clock.wake(clock.mono() + HANDSHAKE_LIMIT_MS, abort)
    try {
      await using playing = await RtspSession.open({
        address: this.#address,
        auth: this.#auth,
        clock,
        signal: session.signal,
        onUnit: (unit) => {
          this.#unit(unit)
        },
      })
      this.#session = playing
      this.#lastPicture = clock.mono()
      const watch = this.#watchSilence(playing)
      try {
        await playing.play()
        limit.cancel()
        return await playing.closed
      } finally {
        watch.cancel()
      }
    } catch (error) {
      if (error instanceof RtspError) return error
      throw error
    } finally {
      limit.cancel()
      this.#ended.signal.removeEventListener('abort', abort)
    }
  }

  #unit(unit: AccessUnit): void {
    if (this.#ended.signal.aborted) return
    if (!unit.damaged) {
      this.#lastPicture = this.#options.clock.mono()
      this.#tries = 0
      this.#setState('live', null)
    }
    this.#options.onUnit(unit)
  }

  #watchSilence(session: RtspSession): { cancel(): void } {
    const { clock } = this.#options
    const look = (): void => {
      const due = this.#lastPicture + SILENCE_MS
      if (clock.mono() < due) {
        wake = clock.wake(due, look)
        return
      }
      const why = new RtspError('HUB_RTSP_TIMEOUT', `no picture for ${SILENCE_MS} ms`)
      this.#setState('silent', why)
      session.end(why)
    }
    let wake = clock.wake(this.#lastPicture + SILENCE_MS, look)
    return {
      cancel: () => {
        wake.cancel()
      },
    }
  }

  #setState(state: RtspState, why: RtspError | null): void {
    const code = why?.code ?? null
    if (this.#state === state && this.#why === code) return
    this.#state = state
    this.#why = code
    this.#options.onState(state, why)
  }

  async #wait(ms: number): Promise<void> {
    const { clock } = this.#options
    const done = Promise.withResolvers<void>()
    const end = (): void => {
      done.resolve()
    }
    const wake = clock.wake(clock.mono() + ms, end)
    this.#ended.signal.addEventListener('abort', end)
    await done.promise
    this.#ended.signal.removeEventListener('abort', end)
    wake.cancel()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    await this.#run
  }
}
