// How many pictures a second a camera takes: few while its scene is at rest, as cameras do that spare disk and power, and
// all it can from the moment on when something stirs.
import type { Instant } from '@portico/plugin-api'

/** Pictures a second at rest; a key picture each second all the same. */
export const CALM_PER_SECOND = 2
/** So long nothing stirs before a scene is at rest, ms. */
export const CALM_AFTER_MS = 4_000

export class Pace {
  readonly #full: number
  #stirred: Instant | null = null
  #perSecond: number
  #isLooked = false

  /** `full`: pictures a second while something stirs. */
  constructor(full: number) {
    this.#full = full
    this.#perSecond = full
  }

  /** As the last picture found it. */
  get perSecond(): number {
    return this.#perSecond
  }

  get isCalm(): boolean {
    return this.#perSecond < this.#full
  }

  /** Something stirs: all pictures from now on. */
  stir(): void {
    this.#stirred = null
    this.#perSecond = this.#full
  }

  /** Somebody looks, and wants all pictures; or nobody does any more. */
  look(on: boolean): void {
    this.#isLooked = on
    this.stir()
  }

  /** A picture is taken: `still` when nothing in its scene moves or stands open. */
  take(now: Instant, still: boolean): void {
    if (!still || this.#isLooked || this.#stirred === null) this.#stirred = now
    const isRest = now - this.#stirred >= CALM_AFTER_MS
    this.#perSecond = isRest ? Math.min(CALM_PER_SECOND, this.#full) : this.#full
  }
}
