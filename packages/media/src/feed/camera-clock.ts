// Measures how a camera's clock stands to ours, as NTP does: ask, and take the middle of the round trip. A camera that
// does not answer stays without an offset, and its pictures without an absolute time.
import { type Instant, instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import type { ClockOffset } from './capture-time.ts'

export interface CameraClockOptions {
  /** Asks for the camera's Unix ms; `sent` and `received` in monotonic ms. */
  readonly ask: () => Promise<{ readonly value: string; readonly sent: number; readonly received: number }>
  readonly clock: Clock
  readonly onOffset: (offset: ClockOffset) => void
}

/** The parameter by which a camera tells its Unix ms. */
export const CLOCK_PARAMETER = 'portico-clock'
/** A slower answer says too little, ms. */
const ROUND_TRIP_MAX_MS = 250
const RENEW_MS = 30_000
const RETRY_MS = 5_000
/** 2020 to 2100: anything else is no Unix ms. */
const WALL_MIN_MS = 1_577_836_800_000
const WALL_MAX_MS = 4_102_444_800_000

/** What an answer says; null when it is no time or came too late to say much. */
export function readClockAnswer(answer: {
  readonly value: string
  readonly sent: number
  readonly received: number
}): ClockOffset | null {
  const wall = /^\d{1,15}(?:\.\d{1,6})?$/.test(answer.value) ? Number(answer.value) : 0
  const roundTrip = answer.received - answer.sent
  if (wall < WALL_MIN_MS || wall > WALL_MAX_MS || roundTrip < 0 || roundTrip > ROUND_TRIP_MAX_MS) return null
  const middle = (answer.sent + answer.received) / 2
  return { offsetMs: middle - wall, measured: instant(answer.received) }
}

export class CameraClock implements Disposable {
  readonly #options: CameraClockOptions
  #wake: Wake | null = null
  #asking = false
  #ended = false

  constructor(options: CameraClockOptions) {
    this.#options = options
  }

  /** Measures now, as after a new connection, and from then on again and again. */
  start(): void {
    if (this.#ended) return
    this.#wake?.cancel()
    if (!this.#asking) void this.#measure()
  }

  async #measure(): Promise<void> {
    this.#asking = true
    const offset = await this.#options.ask().then(readClockAnswer, () => null)
    this.#asking = false
    if (this.#ended) return
    if (offset) this.#options.onOffset(offset)
    this.#schedule(offset ? RENEW_MS : RETRY_MS)
  }

  #schedule(ms: number): void {
    const { clock } = this.#options
    const at: Instant = instant(clock.mono() + ms)
    this.#wake = clock.wake(at, () => {
      void this.#measure()
    })
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#wake?.cancel()
  }
}
