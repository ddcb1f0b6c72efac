// The codes that let programs in: eight digits that a person reads on the owner page, one at a time for each, good once
// and for five minutes. Kept in memory alone.
import { type ActorId, type Duration, type Instant, elapsed, minutes } from '@portico/core'
import type { Chance, Clock } from '@portico/ports'
import { httpError } from '../http/http-errors.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'

export const FACE_CODE_GOOD_FOR: Duration = minutes(5)
/** Wrong codes of everybody together; then nobody's is good any more. */
export const FACE_CODE_TRIES = { limit: 10, within: minutes(10) } as const
const CODES = 100_000_000
const DIGITS = 8
const CODE_BYTES = 4

interface OpenCode {
  readonly code: string
  readonly made: Instant
}

/** A code that is being used, until it is disposed. */
export interface UsedCode extends Disposable {
  readonly by: ActorId
  /** All codes, or those of this person, ended while it was used: nobody is let in by it. */
  readonly isEnded: boolean
}

export class FaceCodes {
  readonly #clock: Clock
  readonly #chance: Chance
  readonly #open = new Map<ActorId, OpenCode>()
  readonly #used = new Set<{ readonly by: ActorId; isEnded: boolean }>()
  readonly #tries = new SlidingLimit(FACE_CODE_TRIES)

  constructor({ clock, chance }: { readonly clock: Clock; readonly chance: Chance }) {
    this.#clock = clock
    this.#chance = chance
  }

  make(by: ActorId): string {
    const code = this.#newCode()
    this.#open.set(by, { code, made: this.#clock.mono() })
    return code
  }

  /** It is used up. Null: nobody's. @throws HubError `HUB_HTTP_QUOTA` */
  take(typed: string): UsedCode | null {
    const now = this.#clock.mono()
    if (!this.#tries.allows('all', now))
      throw httpError('HUB_HTTP_QUOTA', 'too many wrong codes; wait ten minutes')
    for (const [by, { code, made }] of this.#open)
      if (code === typed && elapsed(made, now) <= FACE_CODE_GOOD_FOR) {
        this.#open.delete(by)
        return this.#use(by)
      }
    this.#tries.note('all', now)
    if (!this.#tries.allows('all', now)) this.#open.clear()
    return null
  }

  endAll(): void {
    this.#open.clear()
    for (const used of this.#used) used.isEnded = true
  }

  end(by: ActorId): void {
    this.#open.delete(by)
    for (const used of this.#used) if (used.by === by) used.isEnded = true
  }

  #use(by: ActorId): UsedCode {
    const used = { by, isEnded: false, [Symbol.dispose]: () => void this.#used.delete(used) }
    this.#used.add(used)
    return used
  }

  /** All of them equally likely, and none that somebody else has. */
  #newCode(): string {
    const taken = new Set([...this.#open.values()].map(({ code }) => code))
    for (;;) {
      const number = Buffer.from(this.#chance.bytes(CODE_BYTES)).readUInt32BE()
      if (number >= 2 ** 32 - (2 ** 32 % CODES)) continue
      const code = String(number % CODES).padStart(DIGITS, '0')
      if (!taken.has(code)) return code
    }
  }
}
