// What the bridges need of the book of faces.
import type { BridgePeer } from '@portico/plugin-api'
import type { FaceKind } from '@portico/protocol'

export interface BridgeFaces {
  /** The bridge's own face, with another token at each call; the one before is dead. */
  bridgeFace(kind: FaceKind): Promise<{ readonly id: string; readonly token: string }>
  /** @throws HubError `HUB_FACE_LIMIT` */
  admit(kind: FaceKind, peer: BridgePeer): Promise<string>
  dismiss(kind: FaceKind, peer: string): Promise<void>
}
