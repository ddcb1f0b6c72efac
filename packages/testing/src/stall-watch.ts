// What one call costs its thread: who takes in what strangers send must not keep everybody else waiting for it.

/** A loop that serves others may be held up by one message for so long, ms. */
export const STALL_MS_MAX = 50

export interface Costly {
  readonly what: string
  /** Processor time of the calling thread, ms. */
  readonly ms: number
}

/** ms. Of this thread alone, so that a busy machine is no finding. */
const threadTime = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

export class StallWatch {
  #worst: Costly = { what: 'nothing', ms: 0 }
  #calls = 0
  readonly #msMax: number

  constructor({ msMax = STALL_MS_MAX }: { readonly msMax?: number } = {}) {
    this.#msMax = msMax
  }

  get worst(): Costly {
    return this.#worst
  }

  /** For a person to read. */
  get told(): string {
    return `${this.#calls} calls, the worst ${this.#worst.ms.toFixed(1)} ms of processor: ${this.#worst.what}`
  }

  /**
   * Makes the call, and once more where it took too long: memory is collected and code compiled only at times.
   * @throws Error when it took longer than `msMax` both times
   */
  async call<T>(what: string, call: () => T | Promise<T>): Promise<T> {
    const began = threadTime()
    const result = await call()
    const first = threadTime() - began
    if (first <= this.#msMax) {
      this.#count(what, first)
      return result
    }
    const again = threadTime()
    await call()
    this.#count(what, Math.min(first, threadTime() - again))
    return result
  }

  #count(what: string, ms: number): void {
    this.#calls += 1
    if (ms > this.#worst.ms) this.#worst = { what, ms }
    if (ms > this.#msMax) throw new Error(`a stall of ${ms.toFixed(0)} ms, twice: ${what}`)
  }
}
