// The radio link of one simulated device: what is sent over it arrives late, twice, out of order, or not at all.
import type { Clock, Wake } from '@portico/plugin-api'
import { type Link, arrivals, clearLink } from '@portico/world'
import { milliseconds } from '@portico/plugin-api'

/** Messages on their way at most; further ones are lost, as on a congested channel. */
export const ON_THE_WAY_MAX = 256

export interface RadioOptions {
  readonly clock: Clock
  /** From 0 up to but not including 1. */
  readonly draw: () => number
  /** How long a report travels, ms; commands arrive at once. */
  readonly reportLagMs: number
}

export class Radio implements Disposable {
  readonly #options: RadioOptions
  readonly #wakes = new Set<Wake>()
  #link: Link

  constructor(options: RadioOptions) {
    this.#options = options
    this.#link = clearLink(milliseconds(options.reportLagMs))
  }

  /** Down means that nothing gets through, in either direction, and nobody is told. */
  get up(): boolean {
    return this.#link.up
  }

  /** Changes what the link does from now on; what is on its way arrives as it would have. */
  change(link: Partial<Link>): void {
    this.#link = { ...this.#link, ...link }
  }

  /** A clear link again, as on the first day; a link that is down stays down. */
  clear(): void {
    this.#link = { ...clearLink(milliseconds(this.#options.reportLagMs)), up: this.#link.up }
  }

  /** From the hub to the device. */
  command(arrive: () => void): void {
    this.#carry({ ...this.#link, delayMin: milliseconds(0), delayMax: milliseconds(0) }, arrive)
  }

  /** From the device to the hub. */
  report(arrive: () => void): void {
    this.#carry(this.#link, arrive)
  }

  #carry(link: Link, arrive: () => void): void {
    const { clock, draw } = this.#options
    const now = clock.mono()
    for (const at of arrivals(link, now, draw)) {
      if (at <= now) arrive()
      else if (this.#wakes.size < ON_THE_WAY_MAX) this.#later(at, arrive)
    }
  }

  #later(at: Parameters<Clock['wake']>[0], arrive: () => void): void {
    const wake = this.#options.clock.wake(at, () => {
      this.#wakes.delete(wake)
      arrive()
    })
    this.#wakes.add(wake)
  }

  [Symbol.dispose](): void {
    for (const wake of this.#wakes) wake.cancel()
    this.#wakes.clear()
  }
}
