// A face with a token that nobody has had before. The token is told once; of it the hub keeps the hash.
import { actorId } from '@portico/core'
import type { Chance, Clock } from '@portico/ports'
import { usualFaceRights } from '@portico/protocol'
import { newId } from '@portico/runtime'
import { hashOf, newSecret } from '../people/secret.ts'
import type { KeptFace } from './face.ts'

export interface StoredFace extends KeptFace {
  /** Of its token. */
  readonly hash: string
}

export interface Fresh {
  readonly face: StoredFace
  readonly token: string
}

export const FACE_TOKEN_PREFIX = 'ptf_'

/** The same face; its token of before is dead. */
export function renewed(face: KeptFace, chance: Chance): Fresh {
  const token = `${FACE_TOKEN_PREFIX}${newSecret(chance)}`
  return { token, face: { ...face, hash: hashOf(token) } }
}

export function newFace(
  what: Pick<KeptFace, 'kind' | 'name' | 'by' | 'peer'>,
  { clock, chance }: { readonly clock: Clock; readonly chance: Chance },
): Fresh {
  const since = clock.wall()
  const id = actorId(newId('f', since, chance))
  return renewed({ ...what, id, rights: [...usualFaceRights], doors: null, since, seen: null }, chance)
}
