// What a sensor adds to a scene: noise, light that drifts, corners that darken. Noise keeps each picture different from
// the one before it, and large enough that the encoder lets go of it at once.
import type { Canvas, Plane } from './canvas.ts'

/** Standard deviation of the noise, in steps of luma. */
const SIGMA = 2.3
const TABLE_SIZE = 2 ** 17
/** Period and share of the slow drift of light. */
const DRIFT_MS = 47_000
const DRIFT_SHARE = 0.025
/** How much darker the corners are. */
const VIGNETTE = 0.3

export class Grain {
  readonly #noise: Int8Array
  readonly #shade: Uint16Array
  readonly #draw: () => number

  /** `draw`: from 0 up to but not including 1. */
  constructor(canvas: Canvas, draw: () => number) {
    this.#draw = draw
    this.#noise = noiseOf(draw)
    this.#shade = shadeOf(canvas.planes[0])
  }

  /** Light of the scene at `mono`, then noise, over the luma of the canvas. */
  spread(canvas: Canvas, mono: number): void {
    const gain = 256 * (1 + DRIFT_SHARE * Math.sin((2 * Math.PI * mono) / DRIFT_MS))
    const { bytes, width, height } = canvas.planes[0]
    const offset = Math.floor(this.#draw() * (TABLE_SIZE - 2 * width))
    const [noise, shade] = [this.#noise, this.#shade]
    for (let y = 0, i = 0; y < height; y++) {
      // Each row begins elsewhere in the table, so that no pattern shows.
      let from = (offset + y * 7_919) % (TABLE_SIZE - width)
      for (let x = 0; x < width; x++, i++, from++)
        bytes[i] = (((bytes[i] ?? 0) * (shade[i] ?? 0) * gain) >> 16) + (noise[from] ?? 0)
    }
  }

  /** A covered lens: dark, but not still. */
  darken(canvas: Canvas): void {
    const [luma, blue, red] = canvas.planes
    const offset = Math.floor(this.#draw() * 65_536)
    for (let i = 0; i < luma.bytes.length; i++)
      luma.bytes[i] = 17 + (this.#noise[(offset + i) % TABLE_SIZE] ?? 0)
    blue.bytes.fill(128)
    red.bytes.fill(128)
  }
}

/** Cameras that draw from one source share a table: it takes longer to make than the rest of a camera. */
const tables = new WeakMap<() => number, Int8Array>()

function noiseOf(draw: () => number): Int8Array {
  const table = tables.get(draw) ?? noiseTable(draw)
  tables.set(draw, table)
  return table
}

/** Nearly normal noise, softened along the row like that of a sensor behind a lens. */
function noiseTable(draw: () => number): Int8Array {
  const normal = (): number => (draw() + draw() + draw() + draw() - 2) * Math.sqrt(3)
  const table = new Int8Array(TABLE_SIZE)
  let [a, b] = [normal(), normal()]
  for (let i = 0; i < TABLE_SIZE; i++) {
    const c = normal()
    table[i] = Math.round(((a + b + c) / Math.sqrt(3)) * SIGMA)
    a = b
    b = c
  }
  return table
}

const shades = new Map<number, Uint16Array>()

/** Likewise cameras of one size. */
function shadeOf(plane: Plane): Uint16Array {
  const shade = shades.get(plane.width) ?? vignette(plane)
  shades.set(plane.width, shade)
  return shade
}

function vignette({ width, height }: Plane): Uint16Array {
  const shade = new Uint16Array(width * height)
  for (let row = 0, i = 0; row < height; row++) {
    const y = row / height - 0.47
    for (let column = 0; column < width; column++, i++) {
      const x = column / width - 0.5
      const far = Math.max(0, Math.sqrt(x * x + y * y) - 0.35) / 0.35
      shade[i] = far === 0 ? 256 : 256 * (1 - VIGNETTE * Math.min(1, far) ** 1.5)
    }
  }
  return shade
}
