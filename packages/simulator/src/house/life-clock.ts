// The clock of one life of the hub. When the process is dead nothing of it rings any more; while its loop stalls nothing
// rings or arrives, and what fell due comes at the end, late, as in a real event loop.
import { type Duration, type Instant, type WallTime, after, instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import type { TestClock } from '@portico/testing/fakes'
import type { MachineClock } from './machine-clock.ts'

export class LifeClock implements Clock {
  readonly boot: string
  readonly #truth: TestClock
  readonly #machine: MachineClock
  readonly #wakes = new Set<Wake>()
  readonly #held: (() => void)[] = []
  #stalled = false
  #dead = false

  constructor(truth: TestClock, machine: MachineClock) {
    this.#truth = truth
    this.#machine = machine
    this.boot = machine.boot
  }

  get isDead(): boolean {
    return this.#dead
  }

  mono(): Instant {
    return this.#machine.mono()
  }

  wall(): WallTime {
    return this.#machine.wall()
  }

  wake(at: Instant, call: () => void): Wake {
    const due = instant(Math.max(this.#truth.mono(), this.#machine.trueOf(at)))
    return this.#later(due, () => {
      this.#machine.reached(at)
      call()
    })
  }

  /** Something arrives from outside: at once, at the end of a stall, or never. */
  deliver(call: () => void): void {
    if (this.#dead) return
    if (this.#stalled) this.#held.push(call)
    else call()
  }

  /** The loop is busy or paused for so long. A stall within a stall changes nothing. */
  stall(time: Duration): void {
    if (this.#dead || this.#stalled) return
    this.#stalled = true
    this.#truth.wake(after(this.#truth.mono(), time), () => {
      this.#stalled = false
      // Each in its own turn: what one of them sets going settles before the next.
      for (const call of this.#held.splice(0)) this.#later(this.#truth.mono(), call)
    })
  }

  /** `kill -9`. */
  die(): void {
    this.#dead = true
    this.#held.length = 0
    for (const wake of this.#wakes) wake.cancel()
    this.#wakes.clear()
  }

  #later(due: Instant, call: () => void): Wake {
    if (this.#dead) return { cancel() {}, [Symbol.dispose]() {} }
    let cancelled = false
    const ring = (): void => {
      // Cancelled while the loop stalled: it was due, and does not ring any more.
      if (!cancelled) call()
    }
    const wake = this.#truth.wake(due, () => {
      this.#wakes.delete(wake)
      this.deliver(ring)
    })
    this.#wakes.add(wake)
    const cancel = (): void => {
      cancelled = true
      wake.cancel()
      this.#wakes.delete(wake)
    }
    return { cancel, [Symbol.dispose]: cancel }
  }
}
