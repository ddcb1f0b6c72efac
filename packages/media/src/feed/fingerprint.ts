// What a picture shows, small enough to compare with minutes of others: 48 × 27 single samples of its luma. Samples
// and not averages, so that the noise of a live sensor survives.

export const FINGERPRINT_WIDTH = 48
export const FINGERPRINT_HEIGHT = 27

export interface LumaPlane {
  /** Shown size. */
  readonly width: number
  readonly height: number
  /** Bytes from one line to the next. */
  readonly stride: number
  readonly luma: Uint8Array
}

export function fingerprintOf({ width, height, stride, luma }: LumaPlane): Uint8Array {
  const samples = new Uint8Array(FINGERPRINT_WIDTH * FINGERPRINT_HEIGHT)
  for (let row = 0; row < FINGERPRINT_HEIGHT; row += 1) {
    const y = Math.floor(((row + 0.5) * height) / FINGERPRINT_HEIGHT)
    for (let column = 0; column < FINGERPRINT_WIDTH; column += 1) {
      const x = Math.floor(((column + 0.5) * width) / FINGERPRINT_WIDTH)
      samples[row * FINGERPRINT_WIDTH + column] = luma[y * stride + x] ?? 0
    }
  }
  return samples
}

/** Mean absolute difference of the samples, 0–255. */
export function distance(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0))
  return sum / a.length
}

/** Dark and even: a covered lens, or a camera that sends black. */
export function isBlack(samples: Uint8Array): boolean {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length
  return mean < BLACK_MEAN && Math.sqrt(variance) < BLACK_DEVIATION
}

const BLACK_MEAN = 24
const BLACK_DEVIATION = 5
