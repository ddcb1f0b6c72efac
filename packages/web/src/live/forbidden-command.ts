// Somebody known tried what he may not: a face without the right, a display, a token. The household reads who that was,
// and not the id by which the journal names him.
import type { FaceView, LiveEvent } from '@portico/protocol'

export interface ForbiddenCommand {
  /** Opaque id of who tried. */
  readonly by: string
  readonly face: string
  /** Unix ms, by the hub. */
  readonly wall: number
}

/** Null: the event is something else, or does not say who. */
export function forbiddenIn({ type, wall, data }: LiveEvent): ForbiddenCommand | null {
  const { what, by, face } = data
  if (type !== 'SecurityNotice' || what !== 'forbidden-command') return null
  return typeof by === 'string' && typeof face === 'string' ? { by, face, wall } : null
}

const kinds: Readonly<Record<string, string>> = {
  homekit: 'HomeKit',
  matter: 'Matter',
  mqtt: 'MQTT',
  voice: 'Voice',
  display: 'A display',
  token: 'An API token',
  'owner-page': 'Somebody of this home',
}

export const kindOf = (face: string): string =>
  Object.hasOwn(kinds, face) ? (kinds[face] ?? '') : 'Somebody'

/** For instance `HomeKit (Kitchen)`; a bridge that bears the name of its kind says it once. */
export function faceNamed({ kind, name }: Pick<FaceView, 'kind' | 'name'>): string {
  const word = kindOf(kind)
  return name === word ? word : `${word} (${name})`
}

/** `who`: what it is called, for instance `HomeKit (Kitchen)`. */
export const forbiddenWords = (who: string, time: string): string =>
  `${who} tried something at ${time} that is not allowed, and was refused.`
