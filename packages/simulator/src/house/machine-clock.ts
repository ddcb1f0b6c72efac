// The clocks of the machine the hub runs on. The house has one true time (`TestClock`); the machine's monotonic clock may
// drift from it and begins anew with each boot, and its wall clock may be anything.
import { type Duration, type Instant, type WallTime, instant, wallTime } from '@portico/core'
import type { TestClock } from '@portico/testing/fakes'

/** 2026-11-23T10:00:00Z, a Monday morning. */
export const MORNING = wallTime(Date.UTC(2026, 10, 23, 10))
/** What the machine's monotonic clock shows when its hub is first started after a boot, ms. */
const UPTIME_AT_START = 20_000

interface Boot {
  readonly id: string
  /** True instant of the newest change of pace, and what the machine showed then. */
  since: Instant
  shown: number
}

export class MachineClock {
  readonly #truth: TestClock
  readonly #boots: Boot[] = []
  #pace = 1
  /** Of the wall clock, to true time. */
  #wallAhead: number
  /** The machine never shows less than it has shown: rounding may not turn time back. */
  #floor = 0

  constructor(truth: TestClock) {
    this.#truth = truth
    this.#wallAhead = MORNING - truth.mono()
    this.reboot()
  }

  get boot(): string {
    return this.#now.id
  }

  /** Monotonic milliseconds of this boot. */
  mono(): Instant {
    const { since, shown } = this.#now
    this.#floor = Math.max(this.#floor, shown + (this.#truth.mono() - since) * this.#pace)
    return instant(this.#floor)
  }

  wall(): WallTime {
    return wallTime(Math.round(this.#truth.mono() + this.#wallAhead))
  }

  /** Somebody, or a time server gone mad, sets the wall clock. */
  jumpWall(by: Duration): void {
    this.#wallAhead += by
  }

  /** From now on the monotonic clock runs so many parts per million fast; 0 is true. */
  drift(ppm: number): void {
    const shown = this.mono()
    Object.assign(this.#now, { since: this.#truth.mono(), shown })
    this.#pace = 1 + ppm / 1e6
  }

  reboot(): void {
    this.#floor = UPTIME_AT_START
    this.#boots.push({
      id: `boot-${this.#boots.length + 1}`,
      since: this.#truth.mono(),
      shown: UPTIME_AT_START,
    })
  }

  /** The true instant at which this boot shows `at`. */
  trueOf(at: number): Instant {
    const { since, shown } = this.#now
    return instant(since + (at - shown) / this.#pace)
  }

  /** What this boot shows at a true instant. */
  shownAt(at: Instant): Instant {
    const { since, shown } = this.#now
    return instant(shown + (at - since) * this.#pace)
  }

  /** The machine has come so far that a wake at `at` is due: it cannot show less any more. */
  reached(at: Instant): void {
    this.#floor = Math.max(this.#floor, at)
  }

  get #now(): Boot {
    const boot = this.#boots.at(-1)
    if (!boot) throw new Error('assertion failed: a machine has booted')
    return boot
  }
}
