// The camera before the door: who comes up the path, who rings, what is left on the mat.
import type { Instant } from '@portico/plugin-api'
import { type Person, type World, leafAt, pathAt } from '@portico/world'
import type { Canvas } from './canvas.ts'
import { parcel } from './figure.data.ts'
import { drawPerson } from './figure.ts'
import type { Place } from './outline.ts'
import { leafParts, porch } from './porch.data.ts'
import { type Quad, type SceneView, paintQuad, placeBetween, quadParts } from './scene.ts'
import { draw, readShapes } from './shape.ts'

const parts = quadParts(leafParts)
const parcelShapes = readShapes(parcel)

/** Where somebody stands, from the gate to behind the door. */
const path: readonly (readonly [number, Place])[] = [
  [0, { x: 214, y: 92, scale: 0.3 }],
  [1, { x: 152, y: 166, scale: 1.2 }],
  [2, { x: 74, y: 164, scale: 1.14 }],
  [2.5, { x: 58, y: 160, scale: 1.08 }],
]
/** Further in, the wall hides them. */
const HIDDEN_FROM = 2.4
const parcelPlaces: readonly Place[] = [
  { x: 100, y: 165, scale: 0.9 },
  { x: 134, y: 160, scale: 0.78 },
  { x: 122, y: 151, scale: 0.68 },
]

/** The hinge is at the far side; the free edge goes into the house. */
function leafQuad(open: number): Quad {
  const angle = (open * Math.PI) / 2
  const away = Math.sin(angle)
  const x = 96 - 71 * Math.cos(angle) - 9 * away
  const near = (96 - x) / 71
  return {
    hinge: [96, 36, 149],
    free: [x, 36 - 17 * near + 5 * away, 149 + 29.6 * near - 8 * away],
  }
}

function paint(canvas: Canvas, world: World, now: Instant): void {
  paintQuad(canvas, leafQuad(leafAt(world, now)), parts)
  for (const place of parcelPlaces.slice(0, world.parcels.outside).toReversed())
    draw(canvas, parcelShapes, place)
  const seen = (person: Person): boolean => pathAt(person, now) < HIDDEN_FROM
  for (const person of world.people.filter(seen).toSorted((a, b) => pathAt(a, now) - pathAt(b, now))) {
    const way = pathAt(person, now)
    // The camera hangs at the door: whoever goes on from there, in or out, turns their back to it.
    const away = way > 1 ? person.goal > way : person.goal < way
    drawPerson(canvas, { person, place: placeBetween(path, way), now, away })
  }
}

export const porchView: SceneView = { background: porch, paint }
