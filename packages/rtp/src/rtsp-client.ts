// Follows a camera for as long as it is wanted: connects, watches for silence, reconnects with a short back-off.
import type { AccessUnit } from './access-unit.ts'
import { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import { RtspSession } from './rtsp-session.ts'
import { parseRtspUrl } from './rtsp-url.ts'
import type { SoundFormat, SoundUnit } from './sound.ts'
import type { RtspTransport } from './track-setup.ts'

/**
 * `silent`: connected, but no picture that can be shown for 1.5 s; it stays silent until the next one. A picture can be
 * shown when it is whole and all are that it builds on, back to a key picture.
 */
export type RtspState = 'connecting' | 'live' | 'silent'

export interface FollowOptions {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  readonly clock: RtspClock
  /** Default `tcp`; a camera that refuses it (461) is followed over UDP by itself. */
  readonly transport?: RtspTransport
  /** Each picture, as soon as it is whole. */
  readonly onUnit: (unit: AccessUnit) => void
  /** Each change of state or of the reason (by its code) why a camera is not live. */
  readonly onState: (state: RtspState, why: RtspError | null) => void
  /** Left out: the camera is not asked for its sound. */
  readonly onSound?: (unit: SoundUnit) => void
  /** The camera was told to play; null: it gives no sound, or none was asked for. */
  readonly onPlaying?: (sound: SoundFormat | null) => void
}

export interface RtspFollower extends AsyncDisposable {
  readonly state: RtspState
  /** Rejects with `HUB_RTSP_CLOSED` while there is no session, and as `RtspSession` does. */
  setParameter(name: string, value: string): Promise<void>
  getParameter(name: string): Promise<{ value: string; sent: number; received: number }>
}

/** A camera without a whole picture for this long is silent, ms. */
const SILENCE_MS = 1_500
/** A camera that begins in the middle of a group shows nothing before its next key picture; it is given this long, ms. */
const FIRST_KEY_MS = 5_000
/** A camera that sends pictures and never a key picture is left after this, and tried anew, ms. */
const KEY_LIMIT_MS = 30_000
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
  /** When the last whole picture came, and when the last one is due that can be shown. */
  #lastPicture = 0
  #showBy = 0
  /** All pictures since a key picture were whole. */
  #chained = false
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
    const { clock, onSound, onPlaying } = this.#options
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
        transport: this.#options.transport ?? 'tcp',
        onUnit: (unit) => {
          this.#unit(unit)
        },
        onSound: onSound ? (unit) => !this.#ended.signal.aborted && onSound(unit) : null,
      })
      this.#session = playing
      this.#lastPicture = clock.mono()
      this.#showBy = clock.mono() + FIRST_KEY_MS
      this.#chained = false
      const watch = this.#watchSilence(playing)
      try {
        onPlaying?.(playing.soundFormat)
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
    const now = this.#options.clock.mono()
    if (!unit.damaged) this.#lastPicture = now
    this.#chained = !unit.damaged && (unit.key || (this.#chained && !unit.restarted))
    if (this.#chained) {
      this.#showBy = now + SILENCE_MS
      this.#tries = 0
      this.#setState('live', null)
    } else this.#session?.askKey()
    this.#options.onUnit(unit)
  }

  #watchSilence(session: RtspSession): { cancel(): void } {
    const { clock } = this.#options
    const look = (): void => {
      const now = clock.mono()
      const why = this.#fault(now)
      if (why) this.#setState('silent', why)
      if (why?.code === 'HUB_RTSP_TIMEOUT' || now >= this.#showBy - SILENCE_MS + KEY_LIMIT_MS) {
        session.end(why ?? new RtspError('HUB_RTSP_TIMEOUT', 'no picture'))
        return
      }
      wake = clock.wake(this.#nextLook(now), look)
    }
    let wake = clock.wake(this.#nextLook(clock.mono()), look)
    return {
      cancel: () => {
        wake.cancel()
      },
    }
  }

  /** What is wrong with a camera that is connected. */
  #fault(now: number): RtspError | null {
    if (now >= this.#lastPicture + SILENCE_MS)
      return new RtspError('HUB_RTSP_TIMEOUT', `no picture for ${SILENCE_MS} ms`)
    if (now >= this.#showBy)
      return new RtspError('HUB_RTSP_NO_KEY', 'pictures come, but no key picture that they could be shown by')
    return null
  }

  #nextLook(now: number): number {
    const silence = this.#lastPicture + SILENCE_MS
    return Math.min(silence, this.#showBy > now ? this.#showBy : silence)
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
