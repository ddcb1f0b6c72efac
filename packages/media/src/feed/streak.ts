// A condition that must last before it counts, and must be gone for as long before it is over: no flicker.

/** Bad pictures in a row that make an alarm … */
const ALARM_COUNT = 5
/** … or fewer, when they fill this time, ms: slow cameras too are judged within a second. */
const ALARM_MS = 800
/** Good pictures in a row that end it. */
const CALM_COUNT = 5

export class Streak {
  #bad = 0
  /** The last good picture, or the first bad one where there was none before. */
  #since: number | null = null
  #good = 0
  #on = false

  get on(): boolean {
    return this.#on
  }

  see(bad: boolean, now: number): void {
    if (!bad) {
      this.#bad = 0
      this.#since = now
      this.#good += 1
      if (this.#good >= CALM_COUNT) this.#on = false
      return
    }
    this.#since ??= now
    this.#bad += 1
    this.#good = 0
    if (this.#bad >= ALARM_COUNT || (this.#bad > 2 && now - this.#since >= ALARM_MS)) this.#on = true
  }
}
