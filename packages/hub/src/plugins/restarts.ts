// When a lost process is started again: later each time, until one has lived long enough.
import { type Duration, type Instant, after, elapsed, milliseconds } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'

export interface RestartPlan {
  /** Before each further start; the last one repeats. */
  readonly waits: readonly Duration[]
  /** A life this long begins the waits anew. */
  readonly steady: Duration
}

export class Restarts {
  readonly #clock: Clock
  readonly #plan: RestartPlan
  /** Short lives in a row. */
  #deaths = 0
  #wake: Wake | null = null

  constructor(clock: Clock, plan: RestartPlan) {
    this.#clock = clock
    this.#plan = plan
  }

  /** How long is waited after the end of a life that began then. */
  waitAfter(began: Instant): Duration {
    const { waits, steady } = this.#plan
    if (elapsed(began, this.#clock.mono()) > steady) this.#deaths = 0
    const wait = waits[Math.min(this.#deaths, waits.length - 1)] ?? milliseconds(0)
    this.#deaths += 1
    return wait
  }

  in(wait: Duration, start: () => void): void {
    this.#wake = this.#clock.wake(after(this.#clock.mono(), wait), start)
  }

  cancel(): void {
    this.#wake?.cancel()
  }

  /** Somebody starts it by hand: nothing is held against it. */
  forget(): void {
    this.#deaths = 0
  }
}
