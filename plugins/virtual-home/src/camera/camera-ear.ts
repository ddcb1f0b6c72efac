// What a simulated camera is told through its back-channel: kept for a while, so that a test, and whoever plays the
// house, can hear that the words arrived.

/** G.711: bytes a second, and how much is kept. */
const BYTES_PER_MS = 8
const KEPT_BYTES = 24_000

export class CameraEar {
  #kept: Buffer = Buffer.alloc(0)
  #bytes = 0

  /** All that was ever said, ms. */
  get heardMs(): number {
    return this.#bytes / BYTES_PER_MS
  }

  /** The newest three seconds, G.711 µ-law. */
  get newest(): Uint8Array {
    return this.#kept
  }

  take(muLaw: Uint8Array): void {
    this.#bytes += muLaw.length
    this.#kept = Buffer.concat([this.#kept, muLaw]).subarray(-KEPT_BYTES)
  }
}
