// What must hold of a camera's view as the household drew it: areas that are areas, a display that it can see, and the
// leaf where another witness of it is wanted.
import type { Area } from '@portico/ports'
import { areaFault } from './area-fault.ts'
import type { Draft, DraftCamera, DraftDoor } from './settings-draft.ts'
import type { SchemaFault } from './schema-faults.ts'

const MASKED_WITNESS =
  'there is no film of a masked camera, and the witness must film: remove them, or let another camera be the witness'

type Path = readonly (string | number)[]

export function viewSetupFaults({ doors }: Draft): readonly SchemaFault[] {
  return doors.flatMap((door, at) => [
    ...door.cameras.flatMap((camera, n) => cameraFaults(camera, ['doors', at, 'cameras', n])),
    ...door.cameras.flatMap((camera, n) => twiceDrawn(doors, camera, { door: at, camera: n })),
    ...thirdFaults(door, ['doors', at, 'thirdWitness']),
  ])
}

function cameraFaults({ view, witness, proof, leaf, drop, masks }: DraftCamera, path: Path): SchemaFault[] {
  const areas: (readonly [Path, unknown])[] = [
    [[...path, 'leaf'], leaf],
    [[...path, 'drop'], drop],
    ...masks.map((mask, n) => [[...path, 'masks', n], mask] as const),
  ]
  const bad = areas.flatMap(([place, area]): SchemaFault[] => {
    const points = pointsOf(area)
    const message = points && areaFault(points)
    return message ? [{ path: place, message }] : []
  })
  const masked = witness && masks.length > 0 ? [{ path: [...path, 'masks'], message: MASKED_WITNESS }] : []
  if (proof !== 'display' || view !== 'inside') return [...bad, ...masked]
  const message =
    'the display beside the door is not seen from inside: leave this out, or use a camera that signs'
  return [...bad, ...masked, { path: [...path, 'proof'], message }]
}

/** Null for what is no list of points, which the schema tells. */
function pointsOf(area: unknown): Area | null {
  if (!Array.isArray(area)) return null
  const points = area.flatMap((point: unknown): (readonly [number, number])[] => {
    if (!Array.isArray(point)) return []
    const [x, y]: unknown[] = point
    return typeof x === 'number' && typeof y === 'number' ? [[x, y]] : []
  })
  return points.length !== area.length || points.length < 3 ? null : points
}

const isDrawn = ({ proof, leaf, drop, masks }: DraftCamera): boolean =>
  proof !== null || leaf !== undefined || drop !== undefined || masks.length > 0

/** One camera at two doors has one view: what is drawn in it stands at one of them. */
function twiceDrawn(
  doors: readonly DraftDoor[],
  camera: DraftCamera,
  place: { readonly door: number; readonly camera: number },
): SchemaFault[] {
  const first = doors.findIndex(({ cameras }) =>
    cameras.some((each) => each.id === camera.id && isDrawn(each)),
  )
  if (camera.id === null || !isDrawn(camera) || first >= place.door || first < 0) return []
  const path = ['doors', place.door, 'cameras', place.camera, 'id']
  const name = doors[first]?.id ?? `doors[${first}]`
  return [{ path, message: `the view of "${camera.id}" is drawn at door "${name}": a camera has one view` }]
}

function thirdFaults({ thirdWitness, cameras }: DraftDoor, path: Path): SchemaFault[] {
  const witness = cameras.find((camera) => camera.witness)
  if (thirdWitness !== 'leaf-picture' || !witness || witness.leaf !== undefined) return []
  const message = `draw the leaf in the view of "${witness.id ?? 'the witness'}": without "leaf" its picture says nothing of it`
  return [{ path, message }]
}
