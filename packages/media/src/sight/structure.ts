// What stays where it is in the view of a camera: edges, and light and dark in the large. Pure functions over small
// pictures.
import { SMALL_HEIGHT, SMALL_WIDTH } from './small-picture.ts'

/** Blocks of 10 × 10 in which edges are counted. */
export const BLOCK = 10
export const BLOCKS_ACROSS = SMALL_WIDTH / BLOCK
export const BLOCKS_DOWN = SMALL_HEIGHT / BLOCK

/** Gradients that noise alone leaves in averages of a small picture. */
const EDGE_FLOOR = 5

/** Strength of the edge at each point, 0–255; the rim has none. */
export function edgesOf(luma: Uint8Array): Uint8Array {
  const edges = new Uint8Array(luma.length)
  for (let y = 1; y < SMALL_HEIGHT - 1; y += 1)
    for (let x = 1; x < SMALL_WIDTH - 1; x += 1) {
      const at = y * SMALL_WIDTH + x
      const across = Math.abs((luma[at + 1] ?? 0) - (luma[at - 1] ?? 0))
      const down = Math.abs((luma[at + SMALL_WIDTH] ?? 0) - (luma[at - SMALL_WIDTH] ?? 0))
      edges[at] = Math.min(255, Math.max(0, across + down - EDGE_FLOOR))
    }
  return edges
}

/** Mean of each block, row by row. */
export function blockMeans(values: ArrayLike<number>): Float32Array {
  const means = new Float32Array(BLOCKS_ACROSS * BLOCKS_DOWN)
  for (let y = 0, at = 0; y < SMALL_HEIGHT; y += 1) {
    const row = Math.floor(y / BLOCK) * BLOCKS_ACROSS
    for (let block = row; block < row + BLOCKS_ACROSS; block += 1) {
      let sum = 0
      for (const end = at + BLOCK; at < end; at += 1) sum += values[at] ?? 0
      means[block] = (means[block] ?? 0) + sum
    }
  }
  return means.map((sum) => sum / (BLOCK * BLOCK))
}

/** Correlation of two lists of one length, −1 to 1; 0 where one of them is flat. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const count = a.length
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0]
  for (let i = 0; i < count; i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    sumA += x
    sumB += y
    squaresA += x * x
    squaresB += y * y
    products += x * y
  }
  const spread = (squaresA - sumA ** 2 / count) * (squaresB - sumB ** 2 / count)
  return spread <= 1e-9 ? 0 : (products - (sumA * sumB) / count) / Math.sqrt(spread)
}

/** Standard deviation. */
export function deviation(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0]
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0
    sum += value
    squares += value * value
  }
  return Math.sqrt(Math.max(0, squares / values.length - (sum / values.length) ** 2))
}
