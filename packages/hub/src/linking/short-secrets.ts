// Secrets that are good once and for a few minutes: tickets of people who agree, and codes that become tokens. In memory
// alone, few at a time, by their hash.
import { type Duration, type Instant, elapsed } from '@portico/core'
import type { Chance, Clock } from '@portico/ports'
import { hashOf, newSecret } from '../people/secret.ts'

export interface ShortSecretsParts {
  readonly clock: Pick<Clock, 'mono'>
  readonly chance: Chance
  readonly goodFor: Duration
  /** One more ends the oldest. */
  readonly most: number
}

export class ShortSecrets<Value> {
  readonly #parts: ShortSecretsParts
  readonly #kept = new Map<string, { readonly value: Value; readonly made: Instant }>()

  constructor(parts: ShortSecretsParts) {
    this.#parts = parts
  }

  make(value: Value): string {
    const secret = newSecret(this.#parts.chance)
    this.keep(secret, value)
    return secret
  }

  keep(secret: string, value: Value): void {
    const { clock, most } = this.#parts
    this.#kept.set(hashOf(secret), { value, made: clock.mono() })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > most && oldest !== undefined) this.#kept.delete(oldest)
  }

  /** Null: none, or one that is too old. */
  get(secret: string): Value | null {
    const { clock, goodFor } = this.#parts
    const kept = this.#kept.get(hashOf(secret))
    return kept && elapsed(kept.made, clock.mono()) <= goodFor ? kept.value : null
  }

  /** It is used up. */
  take(secret: string): Value | null {
    const value = this.get(secret)
    this.#kept.delete(hashOf(secret))
    return value
  }

  drop(which: (value: Value) => boolean): void {
    for (const [hash, { value }] of this.#kept) if (which(value)) this.#kept.delete(hash)
  }
}
