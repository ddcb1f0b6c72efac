// A PIN of the home as the hub keeps it, and what the book of them does.
import type { ActorId, DoorId, WallTime } from '@portico/core'
import type { PinSpan } from '@portico/protocol'
import type { FaceIdentity } from './face.ts'

export interface PinTerms {
  readonly name: string
  readonly person: ActorId | null
  readonly doors: readonly DoorId[] | null
  readonly hours: readonly PinSpan[] | null
  readonly until: WallTime | null
}

export interface KeptPin extends PinTerms {
  readonly id: string
  /** Who made it: a person, or a face. */
  readonly by: ActorId
  /** Of the face that made it, or of its bridge; null: a person made it. */
  readonly keeper: string | null
  readonly since: WallTime
  readonly lastUsed: WallTime | null
}

/** Who makes a PIN or takes one back. */
export type PinMaker = { readonly id: ActorId; readonly keeper: null } | Pick<FaceIdentity, 'id' | 'keeper'>

export interface PinOrder {
  readonly terms: PinTerms
  /** Null: the hub chooses six. */
  readonly digits: string | null
}

export interface PinTry {
  readonly digits: string
  readonly door: DoorId
  readonly face: FaceIdentity
  /** Whoever asks keeps hours of its own for it. */
  readonly inHours: boolean
}

/**
 * `closed`: too many wrong ones came from there; nothing is looked at before an hour is over. `doubted`: it has hours or an
 * end, and the clock on the wall jumped, so that nobody knows; it is no wrong one.
 */
export type PinWord = 'good' | 'wrong' | 'closed' | 'doubted'

/** PINs by which people open through faces. Only hashes are kept. */
export interface PinBook {
  /** Those that this maker may see: a person all, a face those of its own. */
  seenBy(maker: PinMaker): readonly KeptPin[]
  /** `digits`: those that the hub chose. @throws HubError `HUB_PIN_TAKEN`, `HUB_PIN_LIMIT`, `HUB_PIN_CLOSED` */
  make(maker: PinMaker, order: PinOrder): Promise<{ readonly pin: KeptPin; readonly digits: string | null }>
  /** False: there is none that this maker may see. */
  revoke(maker: PinMaker, id: string): Promise<boolean>
  /** A good one counts for one opening, now. Every wrong one is counted, also after a restart. */
  verify(tried: PinTry): Promise<PinWord>
  /** Those that are this person's, and those that he has made and knows. */
  endOf(person: ActorId, by: ActorId): Promise<void>
}
