// How often somebody may be wrong: five times within an hour, then nothing is looked at for an hour, be it good. Counted for
// each program, and for all controllers of a bridge together, since a bridge could bring new ones along. A restart
// forgets nothing.
import { type Instant, type WallTime, hours, instant, wallTime } from '@portico/core'
import type { Clock, RecordChange } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'

export const PIN_TRIES = { limit: 5, within: hours(1) } as const

export class PinTries {
  readonly #clock: Clock
  readonly #records: HomeRuntime['records']
  readonly #wrong = new Map<string, readonly Instant[]>()

  constructor(clock: Clock, records: HomeRuntime['records']) {
    this.#clock = clock
    this.#records = records
    for (const { id, value } of records.all('pin-tries')) {
      // cast: only this class writes these records
      const times = value as readonly WallTime[]
      // A clock that was set back since makes them as young as can be.
      const ages = times.map((time) => Math.max(0, clock.wall() - time))
      this.#wrong.set(
        id,
        ages.map((age) => instant(clock.mono() - age)),
      )
    }
  }

  isClosed(keeper: string): boolean {
    const times = this.#wrong.get(keeper) ?? []
    const last = times.at(-1)
    return times.length >= PIN_TRIES.limit && last !== undefined && this.#isRecent(last)
  }

  /** Counts at once. The record is to be written down. */
  note(keeper: string): Omit<RecordChange, 'home'> {
    const now = this.#clock.mono()
    const times = [...(this.#wrong.get(keeper) ?? []).filter((time) => this.#isRecent(time)), now]
    this.#wrong.set(keeper, times)
    const walls = times.map((time) => wallTime(this.#clock.wall() - (now - time)))
    return this.#records.put('pin-tries', keeper, walls)
  }

  #isRecent(time: Instant): boolean {
    return this.#clock.mono() - time < PIN_TRIES.within
  }
}
