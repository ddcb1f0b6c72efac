// Linear sound between the rates of cameras (8,000 samples a second) and of HomeKit (16,000 or 24,000), and G.711 µ-law of
// that, by ITU-T G.711 table 2a.

/** Keeps the last sample of one stretch, so that the next joins it without a click. */
export class Upsampler {
  readonly #factor: number
  #last = 0

  /** `factor`: samples out for one in, whole, 1–6. */
  constructor(factor: number) {
    if (!Number.isInteger(factor) || factor < 1 || factor > 6) throw new RangeError(`a factor of ${factor}`)
    this.#factor = factor
  }

  /** Straight lines between the samples. */
  push(samples: Int16Array): Int16Array {
    const factor = this.#factor
    const out = new Int16Array(samples.length * factor)
    for (const [i, sample] of samples.entries()) {
      const step = (sample - this.#last) / factor
      for (let part = 1; part <= factor; part += 1)
        out[i * factor + part - 1] = Math.round(this.#last + step * part)
      this.#last = sample
    }
    return out
  }
}

export function encodeMuLaw(sample: number): number {
  const magnitude = Math.min(32_635, Math.abs(sample)) + 0x84
  const segment = 24 - Math.clz32(magnitude)
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff
}

/** Loudest sample, 0–32,768. */
export const peakOf = (samples: Int16Array): number =>
  samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)

/** Samples as bytes, little endian, and back. */
export const bytesOf = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
export const samplesOf = (bytes: Buffer): Int16Array =>
  new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
