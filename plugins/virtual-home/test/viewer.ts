// A viewer of one camera, through the RTSP client, with every picture it got and what its signature was worth.
import { type StreamSource, instant } from '@portico/plugin-api'
import {
  type AccessUnit,
  type PictureSignature,
  type RtspError,
  type RtspFollower,
  followRtsp,
  pictureKey,
  readPictureSignature,
} from '@portico/rtp'
import { systemClock } from '../src/house/system-clock.ts'

export interface Seen {
  readonly unit: AccessUnit
  readonly signature: PictureSignature
}

const clock = systemClock('viewer')

export class Viewer implements AsyncDisposable {
  readonly seen: Seen[] = []
  readonly states: string[] = []
  readonly follower: RtspFollower
  readonly #looks = new Set<() => void>()
  why: RtspError | null = null

  constructor(source: StreamSource) {
    const key = source.liveness.method === 'signed' ? pictureKey(source.liveness.key) : new Uint8Array(32)
    this.follower = followRtsp({
      url: source.rtsp,
      username: source.username,
      password: source.password,
      clock: { mono: () => clock.mono(), wake: (at, call) => clock.wake(instant(at), call) },
      onUnit: (unit) => {
        this.seen.push({ unit, signature: readPictureSignature(unit.nals, key) })
        this.#look()
      },
      onState: (state, why) => {
        this.states.push(state)
        this.why = why
        this.#look()
      },
    })
  }

  /** Resolves as soon as it holds; the test's own time limit bounds the wait. */
  async until(holds: () => boolean): Promise<void> {
    const held = Promise.withResolvers<void>()
    const look = (): void => {
      if (holds()) held.resolve()
    }
    this.#looks.add(look)
    look()
    await held.promise
    this.#looks.delete(look)
  }

  /** The next `count` pictures from now on. */
  async next(count: number): Promise<readonly Seen[]> {
    const from = this.seen.length
    await this.until(() => this.seen.length >= from + count)
    return this.seen.slice(from, from + count)
  }

  #look(): void {
    for (const look of this.#looks) look()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.follower[Symbol.asyncDispose]()
  }
}

/** The counters of the signatures; −1 where there is no valid one. */
export const counters = (seen: readonly Seen[]): number[] =>
  seen.map(({ signature }) => (signature.verdict === 'signed' ? signature.counter : -1))
