// A clock that moves only when a test says so: every run sees the same instants in the same order.
import { after, assert, instant, wallTime } from '@portico/core'
import type { Duration, Instant, WallTime } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'

export interface TestClockStart {
  readonly mono?: Instant
  readonly wall?: WallTime
  readonly boot?: string
  /**
   * What counts as settled between two wakes. `turn` (default): one turn of the event loop, so that real I/O may go
   * on. `microtasks`: every promise that can go on by itself has gone on; ten times faster, and enough where nothing
   * but promises and wakes is waited for.
   */
  readonly settle?: 'turn' | 'microtasks'
}

export interface ClockJump {
  /** Time in which nobody ran: what falls due meanwhile is late. Never negative. */
  readonly mono?: Duration
  /** Someone set the system's clock, forward or back. */
  readonly wall?: Duration
}

interface PendingWake {
  readonly at: Instant
  readonly call: () => void
}

/** 2026-01-05T08:00:00Z, a Monday morning. */
const START_WALL = 1_767_600_000_000
const START_MONO = 100_000
/** More wakes than this in one `advance` is a timer that sets itself again without time passing. */
const WAKES_MAX = 1_000_000

/** One turn of the event loop: by its end every promise that could go on has gone on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Node runs a tick that was asked for by a microtask only when no microtask is left. */
const microtasks = (): Promise<void> =>
  new Promise((resolve) => {
    queueMicrotask(() => {
      process.nextTick(resolve)
    })
  })

/**
 * `Clock` for tests and simulators.
 *
 * @example
 * const clock = new TestClock()
 * clock.wake(after(clock.mono(), seconds(5)), ring)
 * await clock.advance(seconds(5)) // rings
 */
export class TestClock implements Clock {
  readonly boot: string
  #mono: Instant
  #wallAhead: number
  readonly #settle: () => Promise<void>
  #advancing = false
  /** By instant; of one instant, in order of asking. */
  readonly #wakes: PendingWake[] = []

  constructor(start: TestClockStart = {}) {
    this.boot = start.boot ?? 'test-boot'
    this.#settle = start.settle === 'microtasks' ? microtasks : turn
    this.#mono = start.mono ?? instant(START_MONO)
    this.#wallAhead = (start.wall ?? START_WALL) - this.#mono
  }

  mono(): Instant {
    return this.#mono
  }

  wall(): WallTime {
    return wallTime(this.#mono + this.#wallAhead)
  }

  wake(at: Instant, call: () => void): Wake {
    const pending: PendingWake = { at, call }
    const later = this.#wakes.findIndex((other) => other.at > at)
    this.#wakes.splice(later < 0 ? this.#wakes.length : later, 0, pending)
    const cancel = (): void => {
      const place = this.#wakes.indexOf(pending)
      if (place >= 0) this.#wakes.splice(place, 1)
    }
    return { cancel, [Symbol.dispose]: cancel }
  }

  /** When the earliest wake is due; null when nothing waits for this clock. */
  nextWake(): Instant | null {
    return this.#wakes[0]?.at ?? null
  }

  /**
   * Lets time pass. Due wakes run in order, each at its own instant, and everything it set going settles before the
   * next. A wake that throws ends the advance at its instant. Not to be called while another advance runs.
   */
  async advance(by: Duration): Promise<void> {
    assert(by >= 0, 'time does not run backwards')
    assert(!this.#advancing, 'one advance at a time')
    this.#advancing = true
    try {
      const target = after(this.#mono, by)
      await this.#settle()
      for (let ran = 0; this.#isDue(target); ran++) {
        assert(ran < WAKES_MAX, `more than ${WAKES_MAX} wakes before ${target}`)
        this.#runNext()
        await this.#settle()
      }
      this.#mono = target
    } finally {
      this.#advancing = false
    }
  }

  /** Moves the clocks and runs nothing: wakes that fell due run late, in the next `advance`. */
  jump({ mono, wall }: ClockJump): void {
    assert(mono === undefined || mono >= 0, 'monotonic time does not run backwards')
    this.#mono = instant(this.#mono + (mono ?? 0))
    this.#wallAhead += wall ?? 0
  }

  #isDue(target: Instant): boolean {
    const next = this.#wakes[0]
    return next !== undefined && next.at <= target
  }

  #runNext(): void {
    const next = this.#wakes.shift()
    if (next === undefined) return
    if (next.at > this.#mono) this.#mono = next.at
    next.call()
  }
}
