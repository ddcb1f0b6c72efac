// From a camera's samples to what a JPEG wants, and how sharp they are.
import type { LumaPlane } from '../feed/fingerprint.ts'
import type { Decoded } from './h264-decoder.ts'

/** Parts of 1/65536, in which the conversion below is reckoned. */
const part = (factor: number): number => Math.round(factor * 65_536)
const LIGHT = part(1.164383)
const RED = part(1.596027)
const GREEN_BY_BLUE = part(0.391762)
const GREEN_BY_RED = part(0.812968)
const BLUE = part(2.017232)
const HALF = part(0.5)

/** RGB, three bytes each, of BT.601 samples in the limited range (16–235), which is what cameras send. */
export function toRgb({ width, height, stride, luma, cb, cr }: Decoded): Uint8Array {
  // Clamped, so that the rounding of the samples cannot wrap.
  const rgb = new Uint8ClampedArray(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    const row = y * stride
    const half = (y >> 1) * (stride >> 1)
    let at = y * width * 3
    // Two points share their colour.
    for (let x = 0; x < width; x += 2) {
      const blue = (cb[half + (x >> 1)] ?? 128) - 128
      const red = (cr[half + (x >> 1)] ?? 128) - 128
      const toRed = HALF + RED * red
      const toGreen = HALF - GREEN_BY_BLUE * blue - GREEN_BY_RED * red
      const toBlue = HALF + BLUE * blue
      const left = LIGHT * ((luma[row + x] ?? 0) - 16)
      rgb[at] = (left + toRed) >> 16
      rgb[at + 1] = (left + toGreen) >> 16
      rgb[at + 2] = (left + toBlue) >> 16
      if (x + 1 < width) {
        const right = LIGHT * ((luma[row + x + 1] ?? 0) - 16)
        rgb[at + 3] = (right + toRed) >> 16
        rgb[at + 4] = (right + toGreen) >> 16
        rgb[at + 5] = (right + toBlue) >> 16
      }
      at += 6
    }
  }
  return new Uint8Array(rgb.buffer)
}

/** Variance of the Laplacian of the luma: high where edges are crisp, low where the camera or the scene moved. */
export function sharpness({ width, height, stride, luma }: LumaPlane): number {
  let sum = 0
  let squares = 0
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * stride + x
      const around =
        (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - stride] ?? 0) + (luma[at + stride] ?? 0)
      const value = 4 * (luma[at] ?? 0) - around
      sum += value
      squares += value * value
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2))
  return squares / count - (sum / count) ** 2
}
