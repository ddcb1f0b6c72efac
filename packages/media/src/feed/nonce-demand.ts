// Puts a number to a camera that nobody could foresee, again and again until the camera has signed it.
import { instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'

/** The parameter by which a camera takes the nonce that its pictures have to carry. */
export const NONCE_PARAMETER = 'portico-nonce'
/** A camera that just reconnects cannot be told: try again, ms. */
const RETRY_MS = 500

export interface NonceDemandOptions {
  readonly clock: Clock
  readonly put: (nonce: string) => Promise<void>
  readonly onProved: (nonce: string) => void
}

export class NonceDemand implements Disposable {
  readonly #options: NonceDemandOptions
  #wanted: string | null = null
  #wake: Wake | null = null

  constructor(options: NonceDemandOptions) {
    this.#options = options
  }

  /** From now on this nonce is wanted; null: none. The tries end with the proof or with another call. */
  want(nonce: string | null): void {
    this.#wake?.cancel()
    this.#wanted = nonce?.toLowerCase() ?? null
    if (this.#wanted !== null) this.#put(this.#wanted)
  }

  /** The nonce that a good picture carried. */
  signed(nonce: string | null): void {
    if (nonce === null || nonce !== this.#wanted) return
    this.want(null)
    this.#options.onProved(nonce)
  }

  #put(nonce: string): void {
    const { clock, put } = this.#options
    // A failure is mended by the next try, which comes in any case until the proof is there.
    put(nonce).catch(() => undefined)
    this.#wake = clock.wake(instant(clock.mono() + RETRY_MS), () => {
      this.#put(nonce)
    })
  }

  [Symbol.dispose](): void {
    this.want(null)
  }
}
