// What can be done before a lens or to a camera: something held before it, the camera turned, its focus lost. All three
// planes, in place.
import type { Canvas, Plane } from './canvas.ts'

/** A cloth: bright, folded a little, over all but a strip at the right. */
const CLOTH_SHARE = 0.85
const CLOTH_LUMA = 92
/** How far the view moves, as a share of its width. */
const TURN_SHARE = 0.12
/** Reach of the blur, as a share of the width: 6 points in 640. */
const BLUR_SHARE = 0.009

export function coverLens({ planes }: Canvas): void {
  planes.forEach(({ bytes, width, height }, plane) => {
    const end = Math.round(width * CLOTH_SHARE)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < end; x++)
        bytes[y * width + x] = plane === 0 ? CLOTH_LUMA + 10 * Math.sin((x / width) * 9 + y / height) : 128
  })
}

/** To the right: what was at the left leaves the view, and the rim at the right is drawn out. */
export function turnCamera({ planes }: Canvas): void {
  for (const { bytes, width, height } of planes) {
    const by = Math.round(width * TURN_SHARE)
    for (let y = 0; y < height; y++) {
      const row = y * width
      bytes.copyWithin(row, row + by, row + width)
      bytes.fill(bytes[row + width - by - 1] ?? 0, row + width - by, row + width)
    }
  }
}

/** Means along rows, then along columns: as soft as a lens that is out of focus, and cheap enough for each picture. */
export function loseFocus({ planes }: Canvas): void {
  for (const plane of planes) {
    const reach = Math.max(1, Math.round(plane.width * BLUR_SHARE))
    for (let y = 0; y < plane.height; y++)
      average(plane, { from: y * plane.width, step: 1, count: plane.width, reach })
    for (let x = 0; x < plane.width; x++)
      average(plane, { from: x, step: plane.width, count: plane.height, reach })
  }
}

interface Line {
  readonly from: number
  readonly step: number
  readonly count: number
  readonly reach: number
}

/** Widest picture. */
const line = new Float32Array(1280)

function average({ bytes }: Plane, { from, step, count, reach }: Line): void {
  for (let i = 0; i < count; i++) line[i] = bytes[from + i * step] ?? 0
  const [first, last] = [line[0] ?? 0, line[count - 1] ?? 0]
  let sum = first * reach
  for (let i = 0; i <= reach; i++) sum += line[i] ?? last
  for (let i = 0; i < count; i++) {
    bytes[from + i * step] = sum / (2 * reach + 1)
    const [comes, goes] = [i + reach + 1, i - reach]
    sum += (comes < count ? (line[comes] ?? last) : last) - (goes < 0 ? first : (line[goes] ?? 0))
  }
}
