// How often something may happen within a span, for each of many keys. Bounded: the key unused for longest is forgotten.
import type { Duration, Instant } from '@portico/core'

export interface SlidingLimitOptions {
  readonly limit: number
  readonly within: Duration
  readonly keysMax?: number
}

const KEYS_MAX = 1024

export class SlidingLimit {
  readonly #options: SlidingLimitOptions
  readonly #times = new Map<string, readonly Instant[]>()

  constructor(options: SlidingLimitOptions) {
    this.#options = options
  }

  /** True while one more is allowed. Changes nothing. */
  allows(key: string, now: Instant): boolean {
    return this.#recent(key, now).length < this.#options.limit
  }

  note(key: string, now: Instant): void {
    const { limit, keysMax = KEYS_MAX } = this.#options
    const times = [...this.#recent(key, now), now].slice(-limit)
    this.#times.delete(key)
    this.#times.set(key, times)
    const [oldest] = this.#times.keys()
    if (this.#times.size > keysMax && oldest !== undefined) this.#times.delete(oldest)
  }

  /** Notes it when it is allowed, and tells whether it was. */
  take(key: string, now: Instant): boolean {
    if (!this.allows(key, now)) return false
    this.note(key, now)
    return true
  }

  /** Takes the newest one back: it was none of what is counted. */
  forgive(key: string): void {
    const times = this.#times.get(key)
    if (times) this.#times.set(key, times.slice(0, -1))
  }

  #recent(key: string, now: Instant): readonly Instant[] {
    return (this.#times.get(key) ?? []).filter((time) => now - time < this.#options.within)
  }
}
