// What happened at a door. Events are the journal: what is not in one of these did not happen.
import type { AlarmCode, RefusalCode } from '../codes.ts'
import type { ActorId, AlarmId, Op, ParcelId, SessionId } from '../ids.ts'
import type { Face, ThirdWitness } from '../observation.ts'
import type { ParcelStatus } from '../parcel/status.ts'
import type { Instant, WallTime } from '../time.ts'
import type { CommandType } from './commands.ts'
import type { DeviceEvent, RelockReason } from './device-events.ts'
import type { Ceiling, Channel, Claim, Mode } from './mode.ts'

export type Outcome =
  | 'delivered'
  | 'undelivered'
  | 'refused'
  | 'cancelled'
  | 'expired'
  | 'taken-over'
  | 'unsealed'

export type DeadlineName =
  | 'expire'
  | 'approve'
  | 'prove'
  | 'unlock'
  | 'open'
  | 'inside'
  | 'relock'
  | 'insecure'
  | 'boot'
  | 'seal'
  | 'edge'
  | 'tail'
  | 'hand'
  | 'ask'

type SessionEvent =
  | {
      readonly type: 'SessionArmed'
      readonly sid: SessionId
      readonly mode: Mode
      readonly from: WallTime
      readonly to: WallTime
      readonly source: string
      readonly claim: Claim
      readonly channel: Channel
      readonly ceiling: Ceiling
      readonly parcels: readonly ParcelId[]
      readonly policy: string
      readonly tries?: number | undefined
    }
  | { readonly type: 'SessionStoodBack' }
  /** The rules of the house were tightened meanwhile: from here on the owner is asked. */
  | { readonly type: 'SessionTightened'; readonly mode: 'owner' }
  | { readonly type: 'SessionDemoted'; readonly ceiling: Ceiling }
  | {
      readonly type: 'PresenceProved'
      readonly method: 'door-code' | 'tag' | 'eyes'
      readonly token: string
      readonly localDate: string
    }
  | { readonly type: 'PresenceFailed'; readonly code: RefusalCode }
  | { readonly type: 'ApprovalAsked'; readonly try: number }
  | {
      readonly type: 'EntryApproved'
      readonly by: ActorId
      readonly face: Face
      readonly try: number
      readonly picture: string
      readonly pictureAge: number
    }
  | {
      readonly type: 'ProofStarted'
      readonly op: Op
      readonly nonce: string
      /** The other witness of the leaf that this door has; absent: none. */
      readonly third?: ThirdWitness | undefined
    }
  | {
      readonly type: 'LivenessProved'
      readonly method: 'signed' | 'challenge'
      readonly nonce: string
      readonly camera: string
    }
  | {
      readonly type: 'EntryRefused'
      readonly code: RefusalCode
      readonly tries: number
      readonly value?: number | undefined
      readonly limit?: number | undefined
    }
  | {
      readonly type: 'UnlockCommitted'
      readonly op: Op
      readonly notAfter: Instant
      readonly mode: Mode | 'hand'
      /** Of a PIN: the lock forgets it then. */
      readonly endsAt?: Instant | undefined
    }
  | { readonly type: 'UnlockSent'; readonly op: Op }
  | { readonly type: 'UnlockVoided'; readonly op: Op; readonly code: RefusalCode }
  | { readonly type: 'UnlockUnknown'; readonly op: Op }
  | { readonly type: 'DoorUnlocked'; readonly why: 'report' | 'answer' }
  | { readonly type: 'DoorOpened'; readonly why: 'report' | 'answer' | 'edge' }
  | { readonly type: 'DoorReopened'; readonly why?: 'report' | 'answer' | 'edge' | undefined }
  | { readonly type: 'DoorClosed'; readonly why?: 'report' | 'answer' | undefined }
  | { readonly type: 'RelockStarted'; readonly why: RelockReason }
  | { readonly type: 'RelockUnproved' }
  | {
      readonly type: 'DoorSecured'
      readonly q: number
      readonly bolt: 'locked'
      readonly contact: 'closed'
      readonly op: Op | null
    }
  | { readonly type: 'CourierWarned' }
  | { readonly type: 'CameraLost'; readonly captured: Instant | null }
  | { readonly type: 'AbortNoted'; readonly by: ActorId; readonly face: Face; readonly received: Instant }
  | { readonly type: 'DenyNoted'; readonly by: ActorId; readonly face: Face; readonly received: Instant }
  | { readonly type: 'OwnerTookOver'; readonly by: ActorId; readonly face: Face }
  | { readonly type: 'ActuationYielded'; readonly why: 'credential' | 'thumbturn' }
  | { readonly type: 'SealStarted'; readonly outcome: Outcome }
  | { readonly type: 'EvidenceSealed' }
  | {
      readonly type: 'SessionClosed'
      readonly outcome: Outcome
      readonly secured: boolean
      readonly unexercised: boolean
    }

/** Of a session that may have closed meanwhile, or waits for the door. */
type EvidenceEvent =
  | { readonly type: 'CarrierNoted'; readonly sid: SessionId; readonly status: ParcelStatus }
  | {
      readonly type: 'PhotoTaken'
      readonly sid: SessionId
      readonly camera: string
      readonly sha256: string
      readonly bytes: number
      readonly captured: Instant
      readonly file: string
    }
  | {
      readonly type: 'SegmentStored'
      readonly sid: SessionId
      readonly camera: string
      readonly segment: number
      readonly sha256: string
      readonly bytes: number
      readonly from: Instant
      readonly to: Instant
      readonly frames: number
      readonly file: string
    }

interface Born<Type extends string> {
  readonly type: Type
  readonly epoch: number
  readonly was: number
  /** The machine itself was restarted: instants of before cannot be compared. */
  readonly rebooted: boolean
}

type GateEvent =
  | Born<'HubStarted'>
  | Born<'HubRestarted'>
  | {
      readonly type: 'Refused'
      readonly command: CommandType
      readonly code: RefusalCode
      readonly value?: number | undefined
      readonly limit?: number | undefined
      /** Who asked, and by which face. Absent: no person did, or the line is older than these two words. */
      readonly by?: ActorId | undefined
      readonly face?: Face | undefined
    }
  | { readonly type: 'DeadlineReached'; readonly name: DeadlineName; readonly due: Instant }
  | { readonly type: 'AlarmCalled'; readonly by: ActorId; readonly face: Face }
  | { readonly type: 'AlarmRaised'; readonly alarm: AlarmId; readonly kind: AlarmCode }
  | {
      readonly type: 'AlarmRepeated'
      readonly alarm: AlarmId
      readonly level: number
      /** Something new happened: whoever had answered did not hear of this. */
      readonly anew: boolean
    }
  | { readonly type: 'AlarmEnded'; readonly alarm: AlarmId }
  | { readonly type: 'AlarmDelivered'; readonly alarm: AlarmId; readonly channel: string }
  | {
      readonly type: 'AlarmAcknowledged'
      readonly alarm: AlarmId
      readonly by: ActorId
      readonly face: Face
      readonly secureByEye: boolean
    }
  | {
      readonly type: 'HandOpenAsked'
      readonly by: ActorId
      readonly face: Face
      readonly op: Op
      readonly assurance: number
    }
  | {
      readonly type: 'ManualOpenGranted'
      readonly by: ActorId
      readonly face: Face
      readonly op: Op
      readonly assurance: number
    }
  | { readonly type: 'HandOpenEnded'; readonly op: Op; readonly why: 'secured' | 'refused' | 'hand' }
  | { readonly type: 'LockAsked'; readonly by: ActorId; readonly face: Face }
  | { readonly type: 'LockAskEnded'; readonly why: 'secured' | 'unproved' | 'hand' }
  | { readonly type: 'TailEnded' }
  | { readonly type: 'StreamUnreadable'; readonly seq: number; readonly what: string }

/** The runtime's own marks on an effect; they stand in the same stream, so the state can be rebuilt from it. */
type EffectEvent =
  | { readonly type: 'EffectStarted'; readonly id: string; readonly effect: string; readonly op: Op | null }
  | { readonly type: 'EffectSent'; readonly id: string; readonly effect: string; readonly op: Op | null }

export type DoorEventBody = SessionEvent | EvidenceEvent | DeviceEvent | GateEvent | EffectEvent
export type DoorEvent = DoorEventBody & {
  /** Instant of the decision. `EdgeAlarm.at` is the edge's own estimate and stands in `data`. */
  readonly mono: Instant
  readonly wall: WallTime
}
export type EventType = DoorEventBody['type']
export type EventOf<Type extends EventType> = Extract<DoorEventBody, { readonly type: Type }>
