// Who asks: a person, a script, a display or a bridge, and by which face.
import type { ActorId, DoorId, Face, Instant, WallTime } from '@portico/core'
import type { displayPlaces, Scope } from '@portico/protocol'
import type { FaceIdentity } from '../faces/face.ts'

/** A child watches and answers nothing: it neither lets anybody in nor changes what the home does. */
export type PersonRole = 'adult' | 'child'

export interface Person {
  readonly id: ActorId
  readonly name: string
  readonly role: PersonRole
  readonly since: WallTime
}

export type DisplayPlace = (typeof displayPlaces)[number]

/** A screen on the wall: it watches and rings, and may do nothing else (threats G7, T11). */
export interface Display {
  readonly id: ActorId
  readonly name: string
  readonly place: DisplayPlace
  /** Beside which door; null inside. */
  readonly door: DoorId | null
  readonly since: WallTime
  readonly seen: WallTime
}

/** Who asks, found from a cookie or a token. No right ever comes from an address. */
export type Identity =
  | {
      readonly kind: 'person'
      readonly person: Person
      /** When the person last proved it. */ readonly assurance: Instant | null
      readonly login: string
    }
  | { readonly kind: 'token'; readonly id: ActorId; readonly name: string; readonly scopes: readonly Scope[] }
  | ({ readonly kind: 'display' } & Pick<Display, 'id' | 'name' | 'place' | 'door'>)
  | FaceIdentity

const faces = { person: 'owner-page', token: 'token', display: 'display' } as const

export const faceOf = (identity: Identity): Face =>
  identity.kind === 'face' ? identity.face : faces[identity.kind]
