// A picture made small enough to judge in a fraction of a millisecond: 160 × 90 averages of its luma, and how much fine
// detail the whole one has.
import type { LumaPlane } from '../feed/fingerprint.ts'

export const SMALL_WIDTH = 160
export const SMALL_HEIGHT = 90

export interface SmallPicture {
  /** 160 × 90, row by row. */
  readonly luma: Uint8Array
  /**
   * Mean gradient beyond what noise makes, in steps of luma, of the picture as it was, for each of 16 × 9 blocks: falls
   * when focus is lost, but not where the camera writes date and name into its picture.
   */
  readonly detail: Float32Array
}

const DETAIL_ACROSS = 16
const DETAIL_DOWN = 9

/** Steps between neighbours that noise of a sensor makes after coding (deviation up to 4), and that tell nothing. */
const NOISE_STEP = 16

export const smallPictureOf = (plane: LumaPlane): SmallPicture => ({
  luma: averagesOf(plane),
  detail: detailOf(plane),
})

/** Averages of the boxes; a picture that is smaller than this gives single samples. */
function averagesOf({ width, height, stride, luma }: LumaPlane): Uint8Array {
  const out = new Uint8Array(SMALL_WIDTH * SMALL_HEIGHT)
  for (let row = 0; row < SMALL_HEIGHT; row += 1) {
    const top = Math.floor((row * height) / SMALL_HEIGHT)
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / SMALL_HEIGHT))
    for (let column = 0; column < SMALL_WIDTH; column += 1) {
      const left = Math.floor((column * width) / SMALL_WIDTH)
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / SMALL_WIDTH))
      let sum = 0
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1) sum += luma[y * stride + x] ?? 0
      out[row * SMALL_WIDTH + column] = sum / ((bottom - top) * (right - left))
    }
  }
  return out
}

/** Every second sample of every second row: a quarter of the work, and as good a measure. */
function detailOf({ width, height, stride, luma }: LumaPlane): Float32Array {
  const sums = new Float32Array(DETAIL_ACROSS * DETAIL_DOWN)
  for (let y = 1; y < height - 1; y += 2) {
    const row = Math.floor((y * DETAIL_DOWN) / height) * DETAIL_ACROSS
    for (let x = 1; x < width - 1; x += 2) {
      const at = y * stride + x
      const across = Math.abs((luma[at + 1] ?? 0) - (luma[at - 1] ?? 0))
      const down = Math.abs((luma[at + stride] ?? 0) - (luma[at - stride] ?? 0))
      const step = across + down - NOISE_STEP
      if (step <= 0) continue
      const block = row + Math.floor((x * DETAIL_ACROSS) / width)
      sums[block] = (sums[block] ?? 0) + step
    }
  }
  const count = ((width - 2) * (height - 2)) / 4 / sums.length
  return sums.map((sum) => sum / Math.max(1, count))
}
