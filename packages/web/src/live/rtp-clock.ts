// From the time stamp of a picture to when it was taken: the hub stamps pictures with the time of capture, in ticks of
// its own clock, and says now and then what that clock shows.

const TICKS_PER_MS = 90
const STAMPS = 2 ** 32
/** The two clocks may part by this share of the time since the hub told last; then nothing is known any more, ms. */
const KNOWN_MS = 200_000

export class RtpClock {
  #told: { readonly stamp: number; readonly at: number } | null = null

  /** The hub's clock showed `stamp` at `at` (`instant()`). */
  note(stamp: number, at: number): void {
    this.#told = { stamp, at }
  }

  /** `instant()` at which the picture was taken; null: its stamp does not tell, or the clock is not known. */
  capturedAt(stamp: number, now: number): number | null {
    if (stamp % 2 === 1 || !this.#told || now - this.#told.at > KNOWN_MS) return null
    const steps = (stamp - this.#told.stamp + STAMPS) % STAMPS
    return this.#told.at + (steps >= STAMPS / 2 ? steps - STAMPS : steps) / TICKS_PER_MS
  }
}
