// What is remembered of an entry from its proof until the door is secure again: pictures, the way of the unlock or of
// the PIN, and what happened since.
import type { Op } from '../ids.ts'
import type { FrameDoubt } from '../observation.ts'
import type { Instant } from '../time.ts'

export interface Presence {
  readonly at: Instant
  readonly localDate: string
}

export interface Frames {
  /** Durable, changing reports since the proof started. */
  readonly good: number
  readonly newest: Instant | null
  /** Newest capture of a durable, changing picture. */
  readonly newestGood: Instant | null
  readonly lastChanged: boolean
  readonly grade: 'absolute' | 'relative'
  /** Why the newest picture is no witness; null: no reason. */
  readonly doubt: FrameDoubt | null
}

/** How far the unlock itself came. */
export type Mark = 'none' | 'started' | 'sent' | 'void' | 'unknown'

/** The PIN of this op, as far as it may be known here: never its digits. */
export interface PinGrant {
  readonly endsAt: Instant
  /** What the lock said of it last; `asked`: nothing yet. */
  readonly what: 'asked' | 'stored' | 'used' | 'gone'
  /** When the lock was last told to forget it. */
  readonly revoked: Instant | null
  /** The hub was down while it stood: what was done with it then, no picture shows. */
  readonly blind: boolean
}

/** Everything that stays true from the commit until the door is proved secure. */
export interface Hot {
  readonly op: Op
  readonly committed: Instant
  readonly notAfter: Instant
  readonly insecureBy: Instant
  readonly insecureTold: boolean
  readonly mark: Mark
  /** Since when it may be on its way; null while it surely is not. */
  readonly sent: Instant | null
  readonly presence: Presence
  readonly approved: Instant | null
  readonly live: boolean
  readonly frames: Frames
  readonly cameraLost: boolean
  /** Cameras are given time to come back after a restart. */
  readonly cameraGraceUntil: Instant | null
  readonly unlockSeen: boolean
  readonly opened: Instant | null
  readonly closed: Instant | null
  readonly changedWhileOpen: boolean
  readonly distrusted: boolean
  readonly contradictions: number
  readonly yielded: boolean
  readonly takenOver: boolean
  readonly aborted: boolean
  readonly warned: boolean
  readonly leftOpenTold: boolean
  readonly edgeTold: boolean
  /** Latest moment the courier may stay inside. */
  readonly leaveBy: Instant | null
  /** In mode *pin*; null where the bolt is withdrawn by an unlock. */
  readonly pin: PinGrant | null
  readonly people: { readonly in: number; readonly out: number }
  /** `LockIssued` of the newest contradiction: a report that comes twice is one hand. */
  readonly contradictedLock: number | null
}

/** A hand has won: nothing throws the bolt against it. */
export const hasYielded = ({ yielded, takenOver }: Hot): boolean => yielded || takenOver

/** An unlock that has left, or may have, and of which nothing was seen yet: it may still act. */
export const isUnlockDue = ({ mark, unlockSeen, opened }: Hot): boolean =>
  (mark === 'started' || mark === 'sent' || mark === 'unknown') && !unlockSeen && opened === null

/** The PIN of this visit left for the lock, and the lock has not said that it is used or forgotten. */
export const isPinOut = ({ pin, sent }: Hot): boolean =>
  pin !== null && sent !== null && pin.what !== 'used' && pin.what !== 'gone'
