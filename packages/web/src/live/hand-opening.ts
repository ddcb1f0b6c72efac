// Somebody of this home opened a door by hand through the hub: every other adult is told at once, with name and face
// (threats G2, M6).
import type { LiveEvent } from '@portico/protocol'

export interface HandOpening {
  readonly door: string
  /** Opaque id of the person. */
  readonly by: string
  readonly face: string
  /** Unix ms, by the hub. */
  readonly wall: number
}

/** Null: the event is something else, or does not say who and where. */
export function handOpeningIn({ type, door, wall, data }: LiveEvent): HandOpening | null {
  const { by, face } = data
  if (type !== 'ManualOpenGranted' || door === null) return null
  return typeof by === 'string' && typeof face === 'string' ? { door, by, face, wall } : null
}

const faces: Readonly<Record<string, string>> = {
  'owner-page': 'on the owner page',
  display: 'on a display',
  homekit: 'through HomeKit',
  matter: 'through Matter',
  mqtt: 'over MQTT',
  voice: 'by voice',
  token: 'with an API token',
}

const faceWords = (face: string): string =>
  Object.hasOwn(faces, face) ? (faces[face] ?? '') : 'in another way'

/** For instance `Ben opened Front door by hand on the owner page at 14:02.` */
export const handOpeningWords = (opening: HandOpening, named: Named): string =>
  `${named.person} opened ${named.door} by hand ${throughWords(opening, named)} at ${named.time}.`

const throughWords = ({ face }: HandOpening, { through }: Named): string =>
  through === undefined ? faceWords(face) : `through ${through}`

export interface Named {
  readonly person: string
  readonly door: string
  /** What the face is called, for instance `HomeKit (Kitchen)`; absent: its kind is all that is known. */
  readonly through?: string | undefined
  /** Time of day. */
  readonly time: string
}
