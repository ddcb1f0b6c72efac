// A face of the home as the hub keeps it: a program outside, or one of the hub's own bridges, with its rights.
import type { ActorId, DoorId, Duration, WallTime } from '@portico/core'
import type { BridgePeer } from '@portico/plugin-api'
import type { FaceClaimRequest, FaceKind, FaceRight } from '@portico/protocol'

export interface FaceAllowance {
  readonly rights: readonly FaceRight[]
  /** Those that it may show and move; null: all. */
  readonly doors: readonly DoorId[] | null
}

export interface KeptFace extends FaceAllowance {
  readonly id: ActorId
  readonly kind: FaceKind
  readonly name: string
  readonly since: WallTime
  /** Null: never. */
  readonly seen: WallTime | null
  /** Whose code let it in; null: it belongs to a bridge of the hub. */
  readonly by: ActorId | null
  /** The controller of a bridge that it stands for; null: the bridge, or a program, itself. */
  readonly peer: string | null
}

/** A face that asks, found from its token. */
export interface FaceIdentity extends FaceAllowance {
  readonly kind: 'face'
  readonly id: ActorId
  readonly name: string
  readonly face: FaceKind
  /** Whose PINs and wrong tries it shares: all controllers of a bridge are one, a program is itself. */
  readonly keeper: string
}

/** A bridge of the hub keeps it, or a controller of one. */
export const isBridges = ({ by }: Pick<KeptFace, 'by'>): boolean => by === null

/** Faces and how they are let in. Only hashes of their tokens are kept. */
export interface FaceBook {
  readonly all: readonly (KeptFace & { readonly isLive: boolean })[]
  /** Eight digits that let one program in; those that this person made before are no good any more. */
  code(by: ActorId): Promise<{ readonly code: string; readonly goodFor: Duration }>
  /** Nobody's code is good any more. */
  endCodes(): void
  /** @throws HubError `HUB_FACE_CODE`, `HUB_FACE_LIMIT`, `HUB_HTTP_QUOTA` */
  claim(claim: FaceClaimRequest): Promise<{ readonly token: string; readonly face: KeptFace }>
  /** The person whose code it is; it is used up. @throws HubError `HUB_FACE_CODE`, `HUB_HTTP_QUOTA` */
  takeCode(code: string): Promise<ActorId>
  identify(token: string): FaceIdentity | null
  /** Null: no such face. */
  rightsOf(id: string): FaceAllowance | null
  keeperOf(face: Pick<KeptFace, 'id' | 'kind' | 'by'>): string
  /** It would let a door be opened, or codes be made, where it may not now. False: no such face. */
  loosens(id: string, wished: FaceAllowance): boolean
  /** What it holds open is cut. Null: no such face. */
  changeRights(by: ActorId, id: string, wished: FaceAllowance): Promise<KeptFace | null>
  /** False: no such face. */
  revoke(by: ActorId, id: string): Promise<boolean>
  /** Every program that a code of this person let in ends. */
  endOf(person: ActorId, by: ActorId): Promise<void>
  /** The face of a bridge of the hub at its start: the same each time with another token; the one before is dead. */
  bridgeFace(kind: FaceKind): Promise<{ readonly id: ActorId; readonly token: string }>
  /** A controller of a bridge: the same face each time with another token. @throws HubError `HUB_FACE_LIMIT` */
  admit(kind: FaceKind, peer: BridgePeer): Promise<string>
  dismiss(kind: FaceKind, peer: string): Promise<void>
  /** It holds a line open until disposed. */
  connect(id: string): Disposable
  /** Tells each face that is none any more. */
  onEnded(follower: (face: KeptFace) => void): Disposable
  /** Tells the id of a face whose open lines are to be cut: it ended, or has another token, or other rights. */
  onCut(follower: (face: string) => void): Disposable
}
