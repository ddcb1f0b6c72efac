// A face as the household sees it.
import type { BridgeStatus, FaceView } from '@portico/protocol'
import type { KeptFace } from '../faces/face.ts'

export interface FaceLook {
  readonly isLive: boolean
  /** Where its bridge stands; null: another program keeps it, or it is a controller of a bridge. */
  readonly bridge: BridgeStatus | null
}

export const faceView = (
  { id, kind, name, rights, doors, since, seen, peer }: KeptFace,
  { isLive, bridge }: FaceLook,
): FaceView => ({
  id,
  kind,
  name,
  rights: [...rights],
  doors: doors && [...doors],
  since,
  lastSeen: seen,
  isLive,
  bridge,
  peer,
})
