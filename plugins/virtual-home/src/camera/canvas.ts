// A picture in planes of Y, Cb and Cr (4:2:0, BT.601, limited range), the form the encoder takes, and filled outlines
// with smooth edges on it.
import type { Outline } from './outline.ts'

export interface Plane {
  readonly width: number
  readonly height: number
  /** Values are clamped, never wrapped. */
  readonly bytes: Uint8ClampedArray
}

export interface Canvas {
  /** All three planes behind each other. */
  readonly bytes: Uint8Array
  readonly planes: readonly [Plane, Plane, Plane]
  /** Pixels per unit of the drawing, which is 320 × 180. */
  readonly scale: number
}

export type Yuv = readonly [number, number, number]

export const DRAWING_WIDTH = 320
export const DRAWING_HEIGHT = 180

/** All planes zero, which is green: begin with a background. `width`: 320, 640, 960 or 1280. */
export function createCanvas(width: number): Canvas {
  const height = (width * 9) / 16
  const size = width * height
  const buffer = new ArrayBuffer((size * 3) / 2)
  const plane = (offset: number, shrink: number): Plane => ({
    width: width / shrink,
    height: height / shrink,
    bytes: new Uint8ClampedArray(buffer, offset, size / shrink ** 2),
  })
  return {
    bytes: new Uint8Array(buffer),
    planes: [plane(0, 1), plane(size, 2), plane(size * 1.25, 2)],
    scale: width / DRAWING_WIDTH,
  }
}

/** `#rrggbb` as ITU-R BT.601 limited range. */
export function yuvOf(hex: string): Yuv {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  if (r === undefined || g === undefined || b === undefined) throw new Error(`${hex} is no colour`)
  const luma = 0.299 * r + 0.587 * g + 0.114 * b
  return [16 + 219 * luma, 128 + (224 * (b - luma)) / 1.772, 128 + (224 * (r - luma)) / 1.402]
}

/** One colour, or a run from one to another over the outline: `down` or to the `right`. */
export interface Paint {
  readonly from: Yuv
  readonly to: Yuv
  readonly along: 'down' | 'right'
  readonly opacity: number
}

/** `#rrggbb`, `#rrggbb>#rrggbb` (downwards) or `#rrggbb|#rrggbb` (to the right). */
export function readPaint(text: string, opacity = 1): Paint {
  const [from = text, to = from] = text.split(/[>|]/)
  return { from: yuvOf(from), to: yuvOf(to), along: text.includes('|') ? 'right' : 'down', opacity }
}

/** Parts a row is cut into for smooth edges; along the row edges are exact. */
const SUB_ROWS = 4
/** Widest picture. */
const WIDTH_MAX = 1280
/** By how much the covered share of each pixel of a row differs from that of the pixel before it. */
const steps = new Float32Array(WIDTH_MAX + 2)

/** Outlines are in units of the drawing, whatever the size of the canvas. */
export function fill(canvas: Canvas, outline: Outline, paint: Paint): void {
  canvas.planes.forEach((plane, i) => {
    const scale = plane.width / DRAWING_WIDTH
    fillPlane(plane, outline, { scale, paint, channel: i })
  })
}

interface Fill {
  readonly scale: number
  readonly paint: Paint
  readonly channel: number
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function boxOf(outline: Outline): Box {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const ring of outline)
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i] ?? 0
      const y = ring[i + 1] ?? 0
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  return { left, right, top, bottom }
}

function fillPlane(plane: Plane, outline: Outline, { scale, paint, channel }: Fill): void {
  const box = boxOf(outline)
  const first = Math.max(0, Math.floor(box.top * scale))
  const last = Math.min(plane.height - 1, Math.ceil(box.bottom * scale))
  const start = Math.max(0, Math.floor(box.left * scale))
  const end = Math.min(plane.width, Math.ceil(box.right * scale) + 1)
  const from = paint.from[channel] ?? 0
  const run = (paint.to[channel] ?? 0) - from
  const isDown = paint.along === 'down'
  for (let y = first; y <= last; y++) {
    steps.fill(0, start, end + 2)
    for (let sub = 0; sub < SUB_ROWS; sub++) cover(outline, (y + (sub + 0.5) / SUB_ROWS) / scale, scale)
    const down = from + run * within01((y / scale - box.top) / (box.bottom - box.top))
    let covered = 0
    for (let x = start; x < end; x++) {
      covered += steps[x] ?? 0
      // What sums leave of nothing is nothing.
      if (covered < NOTHING) continue
      const value = isDown ? down : from + run * within01((x / scale - box.left) / (box.right - box.left))
      const share = covered * paint.opacity
      const at = y * plane.width + x
      const was = plane.bytes[at] ?? 0
      plane.bytes[at] = share > ALL ? value : was + (value - was) * share
    }
  }
}

/** Shares that are as good as none and as all. */
const NOTHING = 1e-4
const ALL = 1 - NOTHING

const within01 = (share: number): number => Math.min(1, Math.max(0, share))

const crossings: number[] = []

/** Adds what one part of a row covers, by the even-odd rule. */
function cover(outline: Outline, y: number, scale: number): void {
  crossings.length = 0
  for (const ring of outline) {
    let x0 = ring[ring.length - 2] ?? 0
    let y0 = ring[ring.length - 1] ?? 0
    for (let i = 0; i < ring.length; i += 2) {
      const x1 = ring[i] ?? 0
      const y1 = ring[i + 1] ?? 0
      if (y0 <= y !== y1 <= y) crossings.push((x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) * scale)
      x0 = x1
      y0 = y1
    }
  }
  crossings.sort((a, b) => a - b)
  for (let i = 0; i + 1 < crossings.length; i += 2) span(crossings[i] ?? 0, crossings[i + 1] ?? 0)
}

/** One run of a row, from one edge to the next, in pixels and parts of them. */
function span(from: number, to: number): void {
  const [left, right] = [Math.max(0, from), Math.min(WIDTH_MAX, to)]
  if (right <= left) return
  edge(left, 1 / SUB_ROWS)
  edge(right, -1 / SUB_ROWS)
}

/** From here on a row is covered by so much more. */
function edge(x: number, share: number): void {
  const pixel = Math.floor(x)
  const part = x - pixel
  steps[pixel] = (steps[pixel] ?? 0) + share * (1 - part)
  steps[pixel + 1] = (steps[pixel + 1] ?? 0) + share * part
}
