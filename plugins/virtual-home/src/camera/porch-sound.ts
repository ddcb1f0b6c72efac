// What a simulated camera hears: the hum of the house and a tone by which tests and people know that it is heard. Made only
// while somebody listens.
import { type Clock, type Wake, instant } from '@portico/plugin-api'
import { G711_RATE, type OutgoingSound, type SoundFormat, type SoundSource } from '@portico/rtp'

/** The tone, Hz. */
export const PORCH_TONE_HZ = 440
const HUM_HZ = 100
/** Of 32,767: quiet enough to be left on. */
const TONE_LEVEL = 1_800
const HUM_LEVEL = 700
/**
 * Sound in one packet, ms and samples. What a packet costs both ends depends little on how much is in it; a receiver takes
 * up to 200 ms (RFC 3551 section 4.2).
 */
const PACKET_MS = 100
const PACKET_SAMPLES = (G711_RATE * PACKET_MS) / 1_000

/** µ-law of a sample of 16 bit (ITU-T G.711, table 2a): sign, segment and step, all bits turned round. */
function muLawOf(sample: number): number {
  const magnitude = Math.min(32_635, Math.abs(Math.round(sample))) + 0x84
  const segment = 24 - Math.clz32(magnitude)
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff
}

/** One second, which both frequencies fill in whole waves. */
const second = Uint8Array.from({ length: G711_RATE }, (_, i) => {
  const angle = (2 * Math.PI * i) / G711_RATE
  return muLawOf(TONE_LEVEL * Math.sin(PORCH_TONE_HZ * angle) + HUM_LEVEL * Math.sin(HUM_HZ * angle))
})

export class PorchSound implements SoundSource {
  readonly format: SoundFormat = { codec: 'pcmu', rate: G711_RATE, channels: 1, config: new Uint8Array(0) }
  readonly #clock: Clock
  readonly #listeners = new Set<(sound: OutgoingSound) => void>()
  #wake: Wake | null = null
  /** Packets since the clock began. */
  #packet = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  follow(listener: (sound: OutgoingSound) => void): () => void {
    this.#listeners.add(listener)
    if (!this.#wake) {
      this.#packet = Math.floor(this.#clock.mono() / PACKET_MS)
      this.#next()
    }
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#wake?.cancel()
      this.#wake = null
    }
  }

  #next(): void {
    const end = (this.#packet + 1) * PACKET_MS
    this.#wake = this.#clock.wake(instant(end), () => {
      this.#send()
      // What a busy machine came too late for is left out.
      this.#packet = Math.max(this.#packet + 1, Math.floor(this.#clock.mono() / PACKET_MS) - 2)
      this.#next()
    })
  }

  #send(): void {
    const from = (this.#packet * PACKET_SAMPLES) % G711_RATE
    const started = this.#packet * PACKET_MS
    const sound = {
      payload: second.subarray(from, from + PACKET_SAMPLES),
      rtpTime: this.#packet * PACKET_SAMPLES,
      heardWallMs: this.#clock.wall() - (this.#clock.mono() - started),
    }
    for (const listener of this.#listeners) listener(sound)
  }
}
