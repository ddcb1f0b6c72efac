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

/** Where each of `count` boxes begins on a line of `length` points, and where the last one ends. */
const edgesOfBoxes = (length: number, count: number): Int32Array =>
  Int32Array.from({ length: count + 1 }, (_, i) => Math.floor((i * length) / count))

/** Averages of the boxes; a picture that is smaller than this gives single samples. */
function averagesOf({ width, height, stride, luma }: LumaPlane): Uint8Array {
  const out = new Uint8Array(SMALL_WIDTH * SMALL_HEIGHT)
  const [across, down] = [edgesOfBoxes(width, SMALL_WIDTH), edgesOfBoxes(height, SMALL_HEIGHT)]
  for (let row = 0; row < SMALL_HEIGHT; row += 1) {
    const top = down[row] ?? 0
    const bottom = Math.max(top + 1, down[row + 1] ?? 0)
    for (let column = 0; column < SMALL_WIDTH; column += 1) {
      const left = across[column] ?? 0
      const right = Math.max(left + 1, across[column + 1] ?? 0)
      let sum = 0
      for (let line = top * stride; line < bottom * stride; line += stride)
        for (let at = line + left; at < line + right; at += 1) sum += luma[at] ?? 0
      out[row * SMALL_WIDTH + column] = sum / ((bottom - top) * (right - left))
    }
  }
  return out
}

/** Every second sample of every second row: a quarter of the work, and as good a measure. */
function detailOf({ width, height, stride, luma }: LumaPlane): Float32Array {
  const sums = new Float32Array(DETAIL_ACROSS * DETAIL_DOWN)
  const blocks = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * DETAIL_ACROSS) / width))
  for (let y = 1; y < height - 1; y += 2) {
    const row = Math.floor((y * DETAIL_DOWN) / height) * DETAIL_ACROSS
    const line = y * stride
    for (let x = 1; x < width - 1; x += 2) {
      const at = line + x
      const across = Math.abs((luma[at + 1] ?? 0) - (luma[at - 1] ?? 0))
      const down = Math.abs((luma[at + stride] ?? 0) - (luma[at - stride] ?? 0))
      const step = across + down - NOISE_STEP
      if (step <= 0) continue
      const block = row + (blocks[x] ?? 0)
      sums[block] = (sums[block] ?? 0) + step
    }
  }
  const count = ((width - 2) * (height - 2)) / 4 / sums.length
  return sums.map((sum) => sum / Math.max(1, count))
}
