// Two clocks: one that a test moves by hand, and the machine's own for tests over real connections.
import type { RtspClock } from '../src/clock.ts'

export class HandClock implements RtspClock {
  readonly #wakes = new Set<{ readonly at: number; readonly call: () => void }>()
  #now = 1_000

  mono(): number {
    return this.#now
  }

  wake(at: number, call: () => void): { cancel(): void } {
    const wake = { at, call }
    this.#wakes.add(wake)
    return {
      cancel: () => {
        this.#wakes.delete(wake)
      },
    }
  }

  /** Moves on and calls what is due, earliest first. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const [next] = [...this.#wakes].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
      if (!next) break
      this.#wakes.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.call()
    }
    this.#now = end
  }

  /** What waits to be called. */
  get waiting(): number {
    return this.#wakes.size
  }
}

export const machineClock: RtspClock = {
  mono: () => performance.now(),
  wake: (at, call) => {
    const timer = setTimeout(call, Math.max(0, at - performance.now()))
    return {
      cancel: () => {
        clearTimeout(timer)
      },
    }
  },
}
