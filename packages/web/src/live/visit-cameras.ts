// Which camera of a door is looked at, and when: who comes is seen from outside, and nobody looks inside before the proof
// (threats T22).
import type { DoorView } from '@portico/protocol'

export type CameraView = DoorView['cameras'][number]

/** Phases of a visit in which a camera inside may look: from the proof on, never while somebody is asked. */
const indoors: ReadonlySet<string> = new Set([
  'proving',
  'unlocking',
  'unlocked',
  'inside',
  'relocking',
  'unproved',
  'sealing',
])

/** Null: nobody sees from outside who is there. */
export const outsideCamera = ({ cameras }: Pick<DoorView, 'cameras'>): CameraView | null =>
  cameras.find(({ view }) => view === 'outside') ?? null

/** `asked`: the camera that an answer rests on, while somebody is asked. Null: there is none, or none may be looked at. */
export function visitCamera(
  { cameras, phase }: Pick<DoorView, 'cameras' | 'phase'>,
  asked: string | null = null,
): CameraView | null {
  const from = cameras.find(({ id }) => id === asked) ?? outsideCamera({ cameras })
  if (!indoors.has(phase)) return from
  return cameras.find(({ view }) => view === 'inside') ?? cameras.find(({ witness }) => witness) ?? from
}
