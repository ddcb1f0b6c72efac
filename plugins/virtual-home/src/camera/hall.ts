// The witness camera in the hall: it sees the leaf move, who comes in, and the parcel on the mat.
import type { Instant } from '@portico/plugin-api'
import { type Person, type World, leafAt, pathAt } from '@portico/world'
import type { Canvas } from './canvas.ts'
import { parcel } from './figure.data.ts'
import { drawPerson } from './figure.ts'
import { daylight, hall, leafParts, mat } from './hall.data.ts'
import type { Place } from './outline.ts'
import { type Quad, type SceneView, paintQuad, placeBetween, quadParts } from './scene.ts'
import { draw, readShapes } from './shape.ts'

const parts = quadParts(leafParts)
const [light, matShapes, parcelShapes] = [readShapes(daylight), readShapes(mat), readShapes(parcel)]

/** Where somebody stands, from the gate to the middle of the hall. */
const path: readonly (readonly [number, Place])[] = [
  [0, { x: 158, y: 88, scale: 0.24 }],
  [1, { x: 160, y: 108, scale: 0.5 }],
  [2, { x: 160, y: 124, scale: 0.74 }],
  [3, { x: 162, y: 150, scale: 1.04 }],
]
const parcelPlaces: readonly Place[] = [
  { x: 162, y: 148, scale: 1 },
  { x: 200, y: 140, scale: 0.8 },
  { x: 124, y: 140, scale: 0.8 },
]
const parcelOutside: Place = { x: 147, y: 117, scale: 0.42 }
const [LEFT, RIGHT, TOP, BOTTOM] = [133, 187, 37, 118]

/** The leaf turns about its left edge into the hall, up to a right angle. */
function leafQuad(open: number): Quad {
  const angle = (open * Math.PI) / 2
  const toUs = Math.sin(angle)
  const x = LEFT + (RIGHT - LEFT) * Math.cos(angle) - 29 * toUs
  return { hinge: [LEFT, TOP, BOTTOM], free: [x, TOP - 11 * toUs, BOTTOM + 22 * toUs] }
}

function paint(canvas: Canvas, world: World, now: Instant): void {
  const open = leafAt(world, now)
  const isOutside = (person: Person): boolean => pathAt(person, now) < 2
  const paintPerson = (person: Person): void => {
    const place = placeBetween(path, pathAt(person, now))
    drawPerson(canvas, { person, place, now, away: person.goal < pathAt(person, now) })
  }
  if (open > 0) {
    if (world.parcels.outside > 0) draw(canvas, parcelShapes, parcelOutside)
    for (const person of world.people.filter(isOutside)) paintPerson(person)
  }
  draw(canvas, matShapes)
  if (open > 0)
    for (const { outline, paint: lit } of light)
      draw(canvas, [{ outline, paint: { ...lit, opacity: lit.opacity * Math.min(1, open) } }])
  paintQuad(canvas, leafQuad(open), parts)
  for (const person of world.people.filter((each) => !isOutside(each))) paintPerson(person)
  for (const place of parcelPlaces.slice(0, world.parcels.inside).toReversed())
    draw(canvas, parcelShapes, place)
}

export const hallView: SceneView = { background: hall, paint }
