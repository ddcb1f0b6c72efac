// Shapes: an outline and what it is filled with, as the scenes are made of.
import { type Canvas, type Paint, fill, readPaint } from './canvas.ts'
import { type Outline, type Place, ellipse, placed, readPath } from './outline.ts'

/**
 * `[path, paint, opacity]`, in units of a drawing of 320 × 180. A path is SVG data, or `O cx cy rx ry` for an ellipse.
 */
export type ShapeData = readonly [path: string, paint: string, opacity?: number]

export interface Shape {
  readonly outline: Outline
  readonly paint: Paint
}

export function readShape([path, paint, opacity]: ShapeData): Shape {
  const round = /^O (\S+) (\S+) (\S+) (\S+)$/.exec(path)
  const [cx = 0, cy = 0, rx = 0, ry = 0] = (round ?? []).slice(1).map(Number)
  return { outline: round ? ellipse(cx, cy, [rx, ry]) : readPath(path), paint: readPaint(paint, opacity) }
}

export const readShapes = (list: readonly ShapeData[]): readonly Shape[] => list.map(readShape)

/** Draws in order, the first one at the back. */
export function draw(canvas: Canvas, shapes: readonly Shape[], place?: Place): void {
  for (const { outline, paint } of shapes) fill(canvas, place ? placed(outline, place) : outline, paint)
}
