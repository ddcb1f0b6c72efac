// What a door asks of the world, as data. There is no effect for deadlock, double lock, child lock or privacy mode:
// nothing here can keep anybody in.
import type { AlarmCode, RefusalCode } from '../codes.ts'
import type { ActorId, AlarmId, Op, SessionId } from '../ids.ts'
import type { Instant } from '../time.ts'

export type Notice =
  | 'APPROVAL_ASKED'
  | 'BOLT_OUT'
  | 'UNEXERCISED'
  | 'UNSEALED'
  | 'MANUAL_OPEN'
  | 'DAY_LIMIT'
  | 'ASK_LIMIT'
  | 'EXPIRED'
  | 'VISIT_DOUBTFUL'

/** What a courier's page is told; the words are in the catalogue. */
export type Say = 'wait' | 'open' | 'place' | 'leave' | 'close' | 'thanks' | 'refused' | 'ended'

export type Effect =
  | { readonly type: 'StartRecording'; readonly sid: SessionId; readonly op: Op; readonly nonce: string }
  | { readonly type: 'StopRecording'; readonly sid: SessionId }
  | { readonly type: 'ArmDeadman'; readonly op: Op }
  | { readonly type: 'DisarmDeadman'; readonly op: Op }
  | { readonly type: 'ReleaseEdge'; readonly op: Op }
  | { readonly type: 'UnlockDoor'; readonly op: Op; readonly notAfter: Instant }
  /** A PIN for one use in the place of an unlock. The runtime makes it when it is handed over; no effect names it. */
  | {
      readonly type: 'GrantPin'
      readonly op: Op
      readonly notAfter: Instant
      /** The lock forgets it then. */
      readonly endsAt: Instant
    }
  | { readonly type: 'RevokePin'; readonly op: Op }
  /** The normal bolt, which the inside handle retracts. */
  | { readonly type: 'LockDoor'; readonly n: number; readonly mode: 'normal' }
  | { readonly type: 'QueryDoor'; readonly q: number }
  | {
      readonly type: 'RaiseAlarm'
      readonly alarm: AlarmId
      readonly kind: AlarmCode
      readonly level: number
      /** They have answered within the last two minutes: their own screens are left in peace. */
      readonly quiet: readonly ActorId[]
    }
  | { readonly type: 'NotifyOwner'; readonly notice: Notice; readonly sid: SessionId | null }
  | {
      readonly type: 'TellCourier'
      readonly sid: SessionId
      readonly say: Say
      readonly code: RefusalCode | null
    }
  | { readonly type: 'TakePhoto'; readonly sid: SessionId; readonly from: Instant; readonly to: Instant }
  | { readonly type: 'SendPhoto'; readonly sid: SessionId }
  | { readonly type: 'SealEvidence'; readonly sid: SessionId }
  | {
      readonly type: 'OfferFallback'
      readonly sid: SessionId
      readonly code: RefusalCode
      /** Only a box with a gate of its own, the bell, or keeping the parcel may be offered. */
      readonly suspicious: boolean
    }

export type EffectType = Effect['type']
export type EffectClass = 'at-most-once' | 'at-least-once' | 'best-effort'

const classes: Readonly<Record<EffectType, EffectClass>> = {
  UnlockDoor: 'at-most-once',
  GrantPin: 'at-most-once',
  RevokePin: 'at-least-once',
  LockDoor: 'at-least-once',
  QueryDoor: 'at-least-once',
  RaiseAlarm: 'at-least-once',
  ArmDeadman: 'at-least-once',
  DisarmDeadman: 'at-least-once',
  ReleaseEdge: 'at-least-once',
  StartRecording: 'at-least-once',
  StopRecording: 'at-least-once',
  SealEvidence: 'at-least-once',
  NotifyOwner: 'best-effort',
  TellCourier: 'best-effort',
  TakePhoto: 'best-effort',
  SendPhoto: 'best-effort',
  OfferFallback: 'best-effort',
}

/** How an effect is delivered: an unlock in doubt is never repeated, everything that makes safe is. */
export const classOf = (effect: EffectType): EffectClass => classes[effect]
