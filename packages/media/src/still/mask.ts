// Privacy masks: areas of a picture that are black in everything that leaves the engine. Beneath them nothing is left,
// not even the noise of what was there.
import type { Area } from '@portico/ports'
import { maskOf } from '../sight/zone.ts'

/** Makes the areas black in place: RGB, three bytes a point, row by row. A point that is touched is black. */
export function blacken(
  rgb: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  masks: readonly Area[],
): void {
  for (const area of masks) {
    const mask = maskOf(grown(area, { x: 0.5 / width, y: 0.5 / height }), width, height)
    for (let at = 0; at < mask.length; at += 1) if (mask[at] === 1) rgb.fill(0, at * 3, at * 3 + 3)
  }
}

/** Away from its middle by half a point, so that a rim that is cut is covered too. */
function grown(area: Area, { x, y }: { readonly x: number; readonly y: number }): Area {
  const middle = [0, 1].map((axis) => area.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / area.length)
  const [cx = 0, cy = 0] = middle
  return area.map(([px, py]) => [px + Math.sign(px - cx) * x, py + Math.sign(py - cy) * y] as const)
}
