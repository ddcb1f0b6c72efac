// What every view has in common: the world of one door at one instant, painted over a background that never changes.
import type { Instant } from '@portico/plugin-api'
import { type World, leafAt, pathAt } from '@portico/world'
import { type Canvas, type Paint, createCanvas, fill, readPaint } from './canvas.ts'
import type { Place } from './outline.ts'
import { type ShapeData, draw, readShapes } from './shape.ts'

export interface SceneView {
  /** Everything that moves, back to front. */
  paint(canvas: Canvas, world: World, now: Instant): void
  readonly background: readonly ShapeData[]
}

/** Two instants with the same words look the same from every view. Who walks looks different at each. */
export function lookOf(world: World, now: Instant): string {
  const seen = world.people.map((person) => {
    const { who, goal, carries, leg, stoopsUntil } = person
    return [who, pathAt(person, now), goal, carries, stoopsUntil !== null && now < stoopsUntil, leg && now]
  })
  return JSON.stringify([leafAt(world, now), world.parcels, seen])
}

/** Nobody is there, and the leaf is in its frame. */
export const isAtRest = (world: World, now: Instant): boolean =>
  world.people.length === 0 && leafAt(world, now) === 0

/** The background, painted once. */
export function paintBackground(view: SceneView, width: number): Uint8Array {
  const canvas = createCanvas(width)
  draw(canvas, readShapes(view.background))
  return canvas.bytes
}

/** Four corners: top and bottom at the hinge, top and bottom at the free edge. */
export interface Quad {
  readonly hinge: readonly [x: number, top: number, bottom: number]
  readonly free: readonly [x: number, top: number, bottom: number]
}

export interface QuadPart {
  /** Shares of width and height: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number]
  readonly paint: Paint
}

export const quadParts = (
  parts: readonly (readonly [number, number, number, number, string])[],
): readonly QuadPart[] =>
  parts.map(([left, top, right, bottom, paint]) => ({
    box: [left, top, right, bottom],
    paint: readPaint(paint),
  }))

/** Paints the face of a leaf that stands at an angle: its parts are stretched between hinge and free edge. */
export function paintQuad(canvas: Canvas, { hinge, free }: Quad, parts: readonly QuadPart[]): void {
  const at = (u: number, v: number): [number, number] => {
    const top = hinge[1] + (free[1] - hinge[1]) * u
    const bottom = hinge[2] + (free[2] - hinge[2]) * u
    return [hinge[0] + (free[0] - hinge[0]) * u, top + (bottom - top) * v]
  }
  for (const { box, paint } of parts) {
    const [left, top, right, bottom] = box
    const ring = [at(left, top), at(right, top), at(right, bottom), at(left, bottom)].flat()
    fill(canvas, [Float32Array.from(ring)], paint)
  }
}

/** Between the places of two marks, by the share of the way: `marks` rise. */
export function placeBetween(marks: readonly (readonly [number, Place])[], way: number): Place {
  const next = marks.findIndex(([mark]) => mark > way)
  const [first] = marks
  const last = marks.at(-1)
  const [from, to] = [marks[next - 1] ?? first, next < 0 ? last : marks[next]]
  if (!from || !to) throw new Error('a way has marks')
  const share = to[0] === from[0] ? 0 : Math.min(1, Math.max(0, (way - from[0]) / (to[0] - from[0])))
  const mix = (key: keyof Place): number => from[1][key] + (to[1][key] - from[1][key]) * share
  return { x: mix('x'), y: mix('y'), scale: mix('scale') }
}
