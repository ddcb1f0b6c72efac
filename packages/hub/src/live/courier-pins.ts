// The PINs that couriers are shown just now: in memory alone, each until the lock ends it. They stand in no line, log or
// record, and after a restart nobody knows them any more.
import { type Instant, type SessionId, elapsed, milliseconds } from '@portico/core'
import type { Clock } from '@portico/ports'

export interface ShownPin {
  readonly pin: string
  /** The lock forgets it then. */
  readonly endsAt: Instant
}

/** Doors of a home at most: one visit has a door at a time. */
const KEPT = 8

export class CourierPins {
  readonly #clock: Clock
  readonly #pins = new Map<SessionId, ShownPin>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  keep(session: SessionId, { pin, endsAt }: ShownPin): void {
    this.#pins.delete(session)
    this.#pins.set(session, { pin, endsAt })
    const [oldest] = this.#pins.keys()
    if (this.#pins.size > KEPT && oldest !== undefined) this.#pins.delete(oldest)
    const { mono, wake } = { mono: this.#clock.mono(), wake: this.#clock.wake.bind(this.#clock) }
    if (elapsed(mono, endsAt) > milliseconds(0)) wake(endsAt, () => this.#forget(session, endsAt))
  }

  /** Null: there is none, or its end has come. */
  of(session: SessionId): ShownPin | null {
    const shown = this.#pins.get(session)
    return shown && shown.endsAt > this.#clock.mono() ? shown : null
  }

  #forget(session: SessionId, endsAt: Instant): void {
    if (this.#pins.get(session)?.endsAt === endsAt) this.#pins.delete(session)
  }
}
