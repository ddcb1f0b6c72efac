// An area that the household drew, as points of a small picture, and small blocks of them.
import type { Area } from '@portico/ports'
import { SMALL_HEIGHT, SMALL_WIDTH } from './small-picture.ts'

/** 1 where a point of a picture of this size lies inside, by the even-odd rule at its middle. */
export function maskOf(area: Area, width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (let row = 0; row < height; row += 1) {
    const y = (row + 0.5) / height
    const crossings = area.flatMap(([x1, y1], i) => {
      const [x0, y0] = area.at(i - 1) ?? [x1, y1]
      return y0 <= y === y1 <= y ? [] : [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)]
    })
    crossings.sort((a, b) => a - b)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil((crossings[i] ?? 0) * width - 0.5))
      const to = Math.min(width - 1, Math.floor((crossings[i + 1] ?? 0) * width - 0.5))
      if (to >= from) mask.fill(1, row * width + from, row * width + to + 1)
    }
  }
  return mask
}

/** A square of points, by their places in a small picture. */
export type Block = readonly number[]

/** Share of a block that has to lie inside. */
const INSIDE_SHARE = 0.6

/** The blocks of this side that lie in an area. */
export function blocksIn(area: Area, side: number): readonly Block[] {
  const mask = maskOf(area, SMALL_WIDTH, SMALL_HEIGHT)
  const blocks: Block[] = []
  for (let top = 0; top + side <= SMALL_HEIGHT; top += side)
    for (let left = 0; left + side <= SMALL_WIDTH; left += side) {
      const block: number[] = []
      for (let y = top; y < top + side; y += 1)
        for (let x = left; x < left + side; x += 1) block.push(y * SMALL_WIDTH + x)
      const inside = block.filter((at) => mask[at] === 1).length
      if (inside >= INSIDE_SHARE * block.length) blocks.push(block)
    }
  return blocks
}

/** How much lighter the whole picture is than another: the middle of the ratios, so that what moves counts for little. */
export function gainBetween(old: ArrayLike<number>, fresh: ArrayLike<number>): number {
  const ratios: number[] = []
  for (let i = 0; i < old.length; i += 37) {
    const before = old[i] ?? 0
    if (before > 20) ratios.push((fresh[i] ?? 0) / before)
  }
  ratios.sort((a, b) => a - b)
  return ratios[ratios.length >> 1] ?? 1
}
