// The display beside the path, in the view of the camera before the door, while it shows a code: black modules on white
// with their margin (ISO/IEC 18004), flat to the camera.
import { encode } from 'uqr'
import type { Canvas } from './canvas.ts'

/** Its place in the drawing of 320 × 180. */
const LEFT = 236
const TOP = 92
const SIDE = 60
/** White modules around the code. */
const QUIET = 4
const WHITE = 222
const BLACK = 24

export class DisplayCode {
  readonly #modules: readonly (readonly boolean[])[]

  constructor(text: string) {
    this.#modules = encode(text, { ecc: 'Q', border: QUIET }).data
  }

  draw({ planes, scale }: Canvas): void {
    const [luma, blue, red] = planes
    const side = Math.round(SIDE * scale)
    const [left, top] = [Math.round(LEFT * scale), Math.round(TOP * scale)]
    const size = this.#modules.length
    for (let y = 0; y < side; y++) {
      const row = this.#modules[Math.floor((y * size) / side)] ?? []
      for (let x = 0; x < side; x++)
        luma.bytes[(top + y) * luma.width + left + x] =
          row[Math.floor((x * size) / side)] === true ? BLACK : WHITE
    }
    for (const plane of [blue, red])
      for (let y = top >> 1; y < (top + side) >> 1; y++)
        plane.bytes.fill(128, y * plane.width + (left >> 1), y * plane.width + ((left + side) >> 1))
  }
}
