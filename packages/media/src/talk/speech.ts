// Sound on its way into a camera: kept a moment against the jitter of the way here, and handed on packet by packet as
// time goes. Bounded: what is too much is left out, the oldest first.
import { type Instant, instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import { MU_LAW_SILENCE, PACKET_BYTES } from '@portico/rtp'

export interface Mouth {
  send(muLaw: Uint8Array, begins: boolean): boolean
  skip(samples: number): void
}

export interface SpeechOptions {
  readonly clock: Clock
  readonly mouth: Mouth
  /** Longest sound that waits, bytes. */
  readonly bytesMax: number
}

/** Time of one packet, ms. */
const PACKET_MS = 20
/** Further behind nothing is made up for, ms. */
const BEHIND_MAX_MS = 1_000
/** Kept before the first word and after each gap: three packets, 60 ms. */
const AHEAD_BYTES = 3 * PACKET_BYTES

export class Speech implements Disposable {
  readonly #options: SpeechOptions
  #waiting: Buffer = Buffer.alloc(0)
  #pauses = true
  #next: Instant
  #wake: Wake | null = null
  #ended: PromiseWithResolvers<void> | null = null

  constructor(options: SpeechOptions) {
    this.#options = options
    this.#next = options.clock.mono()
    this.#tick()
  }

  take(muLaw: Uint8Array): void {
    if (this.#ended) return
    const { bytesMax } = this.#options
    this.#waiting = Buffer.concat([this.#waiting, muLaw])
    if (this.#waiting.length > bytesMax) this.#waiting = this.#waiting.subarray(-bytesMax)
  }

  /** Nothing more comes. Resolves when the last of it was handed on. */
  async end(): Promise<void> {
    if (!this.#ended) {
      this.#ended = Promise.withResolvers()
      const torn = this.#waiting.length % PACKET_BYTES
      if (torn > 0)
        this.#waiting = Buffer.concat([this.#waiting, Buffer.alloc(PACKET_BYTES - torn, MU_LAW_SILENCE)])
      if (this.#waiting.length === 0) this[Symbol.dispose]()
    }
    await this.#ended.promise
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
    this.#waiting = Buffer.alloc(0)
    this.#ended ??= Promise.withResolvers()
    this.#ended.resolve()
  }

  #tick(): void {
    const { clock } = this.#options
    // A process that was held up catches up, so that words keep their pace; one that slept does not.
    if (clock.mono() - this.#next > BEHIND_MAX_MS) this.#next = clock.mono()
    while (this.#next <= clock.mono()) {
      this.#step()
      this.#next = instant(this.#next + PACKET_MS)
    }
    if (this.#ended && this.#waiting.length === 0) return this.#ended.resolve()
    this.#wake = clock.wake(this.#next, () => this.#tick())
  }

  #step(): void {
    const { mouth } = this.#options
    const needed = this.#pauses && !this.#ended ? AHEAD_BYTES : PACKET_BYTES
    if (this.#waiting.length < needed) {
      this.#pauses = true
      mouth.skip(PACKET_BYTES)
      return
    }
    mouth.send(this.#waiting.subarray(0, PACKET_BYTES), this.#pauses)
    this.#pauses = false
    this.#waiting = this.#waiting.subarray(PACKET_BYTES)
  }
}
