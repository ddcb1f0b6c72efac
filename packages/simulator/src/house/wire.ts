// One way of a radio link: what is sent arrives late, twice, out of order or not at all. Two ways make a link.
import { type Duration, milliseconds } from '@portico/core'
import type { TestClock } from '@portico/testing/fakes'
import { BEAT_AGE_MAX_MS, type Link, arrivals } from '@portico/world'

/** A healthy radio in a house. */
export const healthy: Link = {
  up: true,
  delayMin: milliseconds(30),
  delayMax: milliseconds(180),
  lost: 0,
  twice: 0,
  overtaken: 0,
}

export class Wire {
  readonly #clock: TestClock
  readonly #draw: () => number
  readonly #listeners = new Set<(up: boolean) => void>()
  #link: Link = healthy

  constructor(clock: TestClock, draw: () => number) {
    this.#clock = clock
    this.#draw = draw
  }

  get up(): boolean {
    return this.#link.up
  }

  /** What is sent arrives, and before it is too old to be believed. */
  get fresh(): boolean {
    return this.#link.up && this.#link.delayMax <= BEAT_AGE_MAX_MS
  }

  /** What the wire does from now on; what is on its way arrives as it would have. */
  change(link: Partial<Link>): void {
    const { up } = this.#link
    const { fresh } = this
    this.#link = { ...this.#link, ...link }
    if (this.#link.up === up && this.fresh === fresh) return
    for (const listener of this.#listeners) listener(this.#link.up)
  }

  heal(): void {
    this.change(healthy)
  }

  slow(min: Duration, max: Duration): void {
    this.change({ delayMin: min, delayMax: max })
  }

  /** Told when it is cut or mended, or too slow for signs of life. */
  watch(listener: (up: boolean) => void): void {
    this.#listeners.add(listener)
  }

  send(arrive: () => void): void {
    for (const at of arrivals(this.#link, this.#clock.mono(), this.#draw)) this.#clock.wake(at, arrive)
  }
}

/** Both ways between the hub and one device. */
export interface Link2 {
  readonly down: Wire
  readonly up: Wire
}
