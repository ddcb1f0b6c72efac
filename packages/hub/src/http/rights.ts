// Who may take a route. Each route names it, and one that does not is refused when it is added.
import type { ActorId, DoorId } from '@portico/core'
import type { FaceRight, Scope } from '@portico/protocol'
import type { CheckedDoor } from '../config/checked-settings.ts'
import type { Hub } from '../hub.ts'
import type { Identity, Person } from '../people/identity.ts'
import { httpError } from './http-errors.ts'

/**
 * `anyone`, anyone `known`, a `resident` of whatever age, a `person` who is an adult; or an adult and any token that has
 * all of these scopes.
 */
export type Right = 'anyone' | 'known' | 'resident' | 'person' | readonly [Scope, ...Scope[]]

/** What a child may: look. */
export const CHILD_SCOPES: readonly Scope[] = ['read', 'camera']

export const isAdult = (identity: Identity): boolean =>
  identity.kind === 'person' && identity.person.role === 'adult'

/** Which displays may: only those inside, or those beside a door as well. None where a route does not say so. */
export type DisplayRight = 'inside' | 'any'

/** Which faces may: those that hold this right, or all. None where a route does not say so. */
export type RightOfFace = FaceRight | 'any'

/** Who may besides people and tokens. */
export interface Others {
  readonly display?: DisplayRight | undefined
  readonly face?: RightOfFace | undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly right?: Right
    readonly display?: DisplayRight
    readonly face?: RightOfFace
    /** No body says as much as an empty one. For the description of the API alone. */
    readonly isBodyOptional?: true
  }
  interface FastifyRequest {
    identity: Identity | null
  }
}

export function holds(identity: Identity | null, right: Right, { display, face }: Others = {}): boolean {
  if (right === 'anyone') return true
  if (identity === null) return false
  if (identity.kind === 'display')
    return display === 'any' || (display === 'inside' && identity.place === 'inside')
  if (identity.kind === 'face')
    return face === 'any' || (face !== undefined && identity.rights.includes(face))
  if (right === 'known' || isAdult(identity)) return true
  if (right === 'person') return false
  if (right === 'resident') return identity.kind === 'person'
  const scopes = identity.kind === 'person' ? CHILD_SCOPES : identity.scopes
  return right.every((scope) => scopes.includes(scope))
}

/** @throws HubError `HUB_HTTP_SIGN_IN` or `HUB_HTTP_FORBIDDEN`. */
export function demand(identity: Identity | null, right: Right, others: Others = {}): void {
  if (holds(identity, right, others)) return
  if (identity === null) throw httpError('HUB_HTTP_SIGN_IN', 'sign in, or send a token')
  if (identity.kind === 'display') throw httpError('HUB_HTTP_FORBIDDEN', 'a display may not do this')
  if (identity.kind === 'face') throw httpError('HUB_HTTP_FORBIDDEN', faceLacks(others.face))
  if (identity.kind === 'person') throw httpError('HUB_HTTP_FORBIDDEN', 'this needs an adult of the home')
  const needed = typeof right === 'string' ? 'a person' : right.join(', ')
  throw httpError('HUB_HTTP_FORBIDDEN', `this needs ${needed}`)
}

const faceLacks = (face: RightOfFace | undefined): string =>
  face === undefined ? 'a face may not do this' : `this face has no right to ${face}`

/** A face that is kept to some doors knows of no others. */
export const reaches = (identity: Identity | null, door: DoorId): boolean =>
  identity?.kind !== 'face' || identity.doors === null || identity.doors.includes(door)

/** The doors that a camera belongs to, of those that the asker knows of; none: there is no such camera for him. */
export const doorsWith = (
  { settings }: Pick<Hub, 'settings'>,
  camera: string,
  identity: Identity | null,
): CheckedDoor[] =>
  settings.doors.filter(
    ({ id, cameras }) => reaches(identity, id) && cameras.some((each) => each.id === camera),
  )

/** The one who asks, on a route that only somebody known may take. */
export function known(identity: Identity | null): Identity {
  if (identity === null) throw httpError('HUB_HTTP_SIGN_IN', 'sign in, or send a token')
  return identity
}

/** The person who asks, on a route that only a person may take. */
export function personOf(identity: Identity | null): Person {
  if (identity?.kind !== 'person') throw httpError('HUB_HTTP_FORBIDDEN', 'this needs a person')
  return identity.person
}

/** Opaque id of whoever asks: what the journal names. */
export const idOf = (identity: Identity): string =>
  identity.kind === 'person' ? identity.person.id : identity.id

/** Whose eyes a view is for; null: a token's or a display's, which are nobody's own. */
export const viewerOf = (identity: Identity | null): ActorId | null =>
  identity?.kind === 'person' ? identity.person.id : null

/** Whose requests are counted together. */
export const quotaKey = (identity: Identity): string =>
  identity.kind === 'person' ? identity.login : identity.id
