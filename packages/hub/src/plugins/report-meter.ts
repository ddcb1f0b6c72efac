// Counts what a plugin says: too much in a second is no house but a fault or an attack.
import { type Instant, elapsed, milliseconds } from '@portico/core'

const WINDOW = milliseconds(1_000)

export type Metered = 'pass' | 'drop' | 'flood-begins'

/** By whole seconds: a flood has calmed when a second passed with no more reports than are allowed. */
export class ReportMeter {
  #from: Instant
  #count = 0
  #flooded = false

  readonly #limit: number

  /** `limit`: how many within one second are passed on. */
  constructor(now: Instant, limit: number) {
    this.#from = now
    this.#limit = limit
  }

  get flooded(): boolean {
    return this.#flooded
  }

  take(now: Instant): Metered {
    this.look(now)
    this.#count += 1
    if (this.#flooded) return 'drop'
    if (this.#count <= this.#limit) return 'pass'
    this.#flooded = true
    return 'flood-begins'
  }

  /** True when a flood has just been found to be over; to be called at least once a second. */
  look(now: Instant): boolean {
    const passed = elapsed(this.#from, now)
    if (passed < WINDOW) return false
    // Of two seconds in which nobody looked the second one was calm.
    const calm = this.#count <= this.#limit || passed >= 2 * WINDOW
    this.#from = now
    this.#count = 0
    const over = this.#flooded && calm
    if (over) this.#flooded = false
    return over
  }
}
