// Drawn views for what judges pictures: walls, boxes and noise, and what can happen to them. The same for every run.
import type { LumaPlane } from '../src/feed/fingerprint.ts'
import { type SmallPicture, smallPictureOf } from '../src/sight/small-picture.ts'
import { noise } from './test-camera.ts'

export const VIEW_WIDTH = 320
export const VIEW_HEIGHT = 180

export interface Box {
  /** Shares of the view. */
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly light: number
}

const random = noise(11)
const between = (from: number, to: number): number => from + (to - from) * random()

/** Furniture: boxes of all sizes. */
const furniture: readonly Box[] = Array.from({ length: 40 }, () => {
  const [left, top] = [between(0, 0.9), between(0, 0.9)]
  return {
    left,
    top,
    right: left + between(0.04, 0.25),
    bottom: top + between(0.04, 0.3),
    light: between(30, 210),
  }
})

/** Nearly normal noise of deviation 1. */
const GRAIN = 2 ** 18
const grain = Float32Array.from(
  { length: GRAIN },
  () => (random() + random() + random() + random() - 2) * Math.sqrt(3),
)

export interface ViewOptions {
  readonly seed?: number
  /** Deviation of the noise. */
  readonly sigma?: number
  readonly gain?: number
  /** Drawn over the furniture. */
  readonly more?: readonly Box[]
  /** Moves the view, as a share of its width. */
  readonly shift?: number
}

/** A room as a camera sees it. */
export function drawnView(options: ViewOptions = {}): LumaPlane {
  const { seed = 1, sigma = 2, gain = 1, more = [], shift = 0 } = options
  const luma = new Uint8Array(VIEW_WIDTH * VIEW_HEIGHT).fill(120)
  const draw = ({ left, top, right, bottom, light }: Box, by: number): void => {
    for (let y = Math.round(top * VIEW_HEIGHT); y < Math.min(VIEW_HEIGHT, bottom * VIEW_HEIGHT); y += 1)
      for (let x = Math.round((left - by) * VIEW_WIDTH); x < (right - by) * VIEW_WIDTH; x += 1)
        if (x >= 0 && x < VIEW_WIDTH) luma[y * VIEW_WIDTH + x] = light
  }
  for (const box of furniture) draw(box, shift)
  for (const box of more) draw(box, 0)
  // Another piece of the table for each seed.
  const from = (seed * 7_919) % (GRAIN - luma.length)
  for (let i = 0; i < luma.length; i += 1)
    luma[i] = Math.min(255, Math.max(0, Math.round((luma[i] ?? 0) * gain + sigma * (grain[from + i] ?? 0))))
  return { width: VIEW_WIDTH, height: VIEW_HEIGHT, stride: VIEW_WIDTH, luma }
}

/** The same without focus: means of 9 × 9. */
export function blurred(plane: LumaPlane, reach = 4): LumaPlane {
  const { width, height, luma } = plane
  const soft = new Uint8Array(luma.length)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let [sum, count] = [0, 0]
      for (let dy = -reach; dy <= reach; dy += 1)
        for (let dx = -reach; dx <= reach; dx += 1) {
          if (y + dy < 0 || y + dy >= height || x + dx < 0 || x + dx >= width) continue
          sum += luma[(y + dy) * width + x + dx] ?? 0
          count += 1
        }
      soft[y * width + x] = sum / count
    }
  return { ...plane, luma: soft }
}

export const smallView = (options: ViewOptions = {}): SmallPicture => smallPictureOf(drawnView(options))
