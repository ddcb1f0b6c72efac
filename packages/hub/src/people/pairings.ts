// Displays that ask to be let in: each shows six digits and keeps a secret by which it hears the answer. Kept in memory
// alone, few at a time, for five minutes.
import { type Duration, type Instant, after, elapsed, milliseconds, minutes } from '@portico/core'
import type { Chance, Clock, Wake } from '@portico/ports'
import { SlidingLimit } from '../http/sliding-limit.ts'
import { httpError } from '../http/http-errors.ts'
import { hashOf, newSecret } from './secret.ts'

export const PAIRINGS_MAX = 8
export const PAIRING_GOOD_FOR = minutes(5)
/** Of everybody together: anyone may ask, and an asker costs nothing but its place. */
export const ASKING = { limit: 60, within: minutes(10) } as const
const CODES = 1_000_000
const CODE_BYTES = 4

/** What the display is given once its code was typed. */
export interface LetIn {
  readonly display: string
  readonly cookie: string
}

export interface Pairing {
  readonly code: string
  readonly begun: Instant
  letIn: LetIn | null
  /** The display has fetched its cookie. */
  isFetched: boolean
  /** Somebody types its code at this moment. */
  isTaken: boolean
  readonly wake: Wake
}

export interface PairingsParts {
  readonly clock: Clock
  readonly chance: Chance
  /** A display was let in and never came for its cookie. */
  readonly onUnfetched: (display: string) => void
}

export class Pairings implements Disposable {
  readonly #parts: PairingsParts
  readonly #asking = new SlidingLimit(ASKING)
  /** By the hash of the secret of the display. */
  readonly #open = new Map<string, Pairing>()

  constructor(parts: PairingsParts) {
    this.#parts = parts
  }

  /** @throws HubError `HUB_HTTP_QUOTA` or `HUB_HTTP_BUSY` */
  begin(): { readonly code: string; readonly poll: string; readonly goodFor: Duration } {
    const { clock, chance } = this.#parts
    const begun = clock.mono()
    if (!this.#asking.take('all', begun))
      throw httpError('HUB_HTTP_QUOTA', 'too many displays asked to be paired; wait a few minutes')
    if (this.#waiting >= PAIRINGS_MAX) throw httpError('HUB_HTTP_BUSY', 'too many displays wait to be paired')
    const poll = newSecret(chance)
    const hash = hashOf(poll)
    const code = this.#newCode()
    const wake = clock.wake(after(begun, PAIRING_GOOD_FOR), () => this.#end(hash))
    this.#open.set(hash, { code, begun, letIn: null, isFetched: false, isTaken: false, wake })
    return { code, poll, goodFor: PAIRING_GOOD_FOR }
  }

  /** Those that were let in fetch their cookie and take nobody's place; there are no more of them than displays. */
  get #waiting(): number {
    return [...this.#open.values()].filter(({ letIn }) => letIn === null).length
  }

  /** The pairing whose display shows this code and that nobody has answered; null: none does. */
  withCode(code: string): Pairing | null {
    for (const pairing of this.#open.values())
      if (pairing.code === code && pairing.letIn === null && !pairing.isTaken) return pairing
    return null
  }

  /** By the secret of the display; null when it has ended. */
  withPoll(poll: string): Pairing | null {
    return this.#open.get(hashOf(poll)) ?? null
  }

  /** How long this one is good for yet. */
  leftOf({ begun }: Pairing): Duration {
    return milliseconds(Math.max(0, PAIRING_GOOD_FOR - elapsed(begun, this.#parts.clock.mono())))
  }

  /** Of every display that waits. */
  endAll(): void {
    for (const hash of [...this.#open.keys()]) this.#end(hash)
  }

  /** Of a display that has ended: it must not fetch its cookie any more. */
  forget(display: string): void {
    for (const [hash, { letIn }] of [...this.#open]) if (letIn?.display === display) this.#drop(hash)
  }

  [Symbol.dispose](): void {
    for (const hash of [...this.#open.keys()]) this.#drop(hash)
  }

  #end(hash: string): void {
    const pairing = this.#open.get(hash)
    this.#drop(hash)
    if (pairing?.letIn && !pairing.isFetched) this.#parts.onUnfetched(pairing.letIn.display)
  }

  #drop(hash: string): void {
    this.#open.get(hash)?.wake.cancel()
    this.#open.delete(hash)
  }

  /** Six digits that no other display shows at this moment, all of them equally likely. */
  #newCode(): string {
    const shown = new Set([...this.#open.values()].map(({ code }) => code))
    for (;;) {
      const number = Buffer.from(this.#parts.chance.bytes(CODE_BYTES)).readUInt32BE()
      if (number >= 2 ** 32 - (2 ** 32 % CODES)) continue
      const code = String(number % CODES).padStart(6, '0')
      if (!shown.has(code)) return code
    }
  }
}
