// Whether a camera's time can be believed: its RTP time must run as fast as ours, and the wall clock it names in its
// sender reports must not be another day's. What it does not name is not held against it.

export interface ClockSample {
  /** Ticks of 90 kHz. */
  readonly rtpTime: number
  /** Monotonic ms of the hub. */
  readonly arrived: number
  readonly restarted: boolean
  /** Unix ms of the picture by the camera's sender reports (RFC 3550 6.4.1); null: it sends none. */
  readonly capturedWallMs: number | null
  /** Unix ms of the hub. */
  readonly wall: number
}

const TICKS_PER_MS = 90
/** The quickest arrival of each part is held against that of the parts before: the network only ever adds. */
const PART_MS = 5_000
const PARTS = 5
/** Drift over four parts, ms: 4 %, more than any quartz and than the delays of a network that is no longer one. */
const DRIFT_MAX_MS = 800
/** The drift has to be there in so many parts in a row. */
const AGAIN = 2
/** A clock that is off by more puts another time under every picture, ms. */
const WALL_OFF_MAX_MS = 60_000
/** Cameras that have no clock count from 1900, 1970 or their start: that is no wrong clock, it is none. */
const WALL_MIN_MS = 1_577_836_800_000

interface Part {
  readonly start: number
  delay: number
}

export class ClockWatch {
  #parts: Part[] = []
  #drifts = 0
  #off = false

  get wrong(): boolean {
    return this.#off || this.#drifts >= AGAIN
  }

  see({ rtpTime, arrived, restarted, capturedWallMs, wall }: ClockSample): void {
    const isClock = capturedWallMs !== null && capturedWallMs >= WALL_MIN_MS
    this.#off = isClock && Math.abs(capturedWallMs - wall) > WALL_OFF_MAX_MS
    if (restarted) {
      this.#parts = []
      this.#drifts = 0
    }
    const delay = arrived - rtpTime / TICKS_PER_MS
    const open = this.#parts.at(-1)
    if (open && arrived < open.start + PART_MS) {
      open.delay = Math.min(open.delay, delay)
      return
    }
    this.#judge()
    this.#parts.push({ start: arrived, delay })
    if (this.#parts.length > PARTS) this.#parts.shift()
  }

  /** At the end of each part. */
  #judge(): void {
    const [first] = this.#parts
    const last = this.#parts.at(-1)
    if (!first || !last || this.#parts.length < PARTS) return
    this.#drifts = Math.abs(last.delay - first.delay) > DRIFT_MAX_MS ? this.#drifts + 1 : 0
  }
}
