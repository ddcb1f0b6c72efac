// What happened at a door. Events are the journal: what is not in one of these did not happen.
import type { AlarmCode, RefusalCode } from '../codes.ts'
import type { ActorId, AlarmId, Op, ParcelId, SessionId } from '../ids.ts'
import type { Bolt, Contact, Face, ReportSource, TimeGrade } from '../observation.ts'
import type { ParcelStatus } from '../parcel/status.ts'
import type { Instant, WallTime } from '../time.ts'
import type { CommandType } from './commands.ts'
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
    }
  | { readonly type: 'SessionStoodBack' }
  | { readonly type: 'SessionDemoted'; readonly ceiling: Ceiling }
  | { readonly type: 'CarrierNoted'; readonly status: ParcelStatus }
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
  | { readonly type: 'ProofStarted'; readonly op: Op; readonly nonce: string }
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
    }
  | { readonly type: 'UnlockSent'; readonly op: Op }
  | { readonly type: 'UnlockVoided'; readonly op: Op; readonly code: RefusalCode }
  | { readonly type: 'UnlockUnknown'; readonly op: Op }
  | { readonly type: 'DoorUnlocked'; readonly why: 'report' | 'answer' }
  | { readonly type: 'DoorOpened'; readonly why: 'report' | 'answer' | 'edge' }
  | { readonly type: 'DoorReopened' }
  | { readonly type: 'DoorClosed' }
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

/** Evidence of a session that may have closed meanwhile. */
type EvidenceEvent =
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

type DeviceEvent =
  | {
      readonly type: 'BoltObserved'
      readonly bolt: Bolt
      readonly q: number | null
      readonly source: ReportSource
      readonly battery: number | null
      /** The report named a credential; which one stays out of the journal. */
      readonly named: boolean
    }
  | {
      readonly type: 'ContactObserved'
      readonly contact: Contact
      readonly q: number | null
      readonly source: ReportSource
    }
  | { readonly type: 'AnswerIgnored'; readonly q: number; readonly latest: number }
  | { readonly type: 'DeviceLost'; readonly device: 'lock' | 'contact' | 'edge' | 'camera' }
  | { readonly type: 'FitnessNoted'; readonly unfit: RefusalCode | null }
  | { readonly type: 'WitnessDistrusted'; readonly why: 'locked-while-open' }
  | { readonly type: 'LockContradicted'; readonly n: number }
  | { readonly type: 'LockIssued'; readonly n: number; readonly why: RelockReason }
  | { readonly type: 'QueryIssued'; readonly q: number }
  | {
      readonly type: 'FrameStored'
      readonly camera: string
      readonly captured: Instant
      readonly grade: TimeGrade
      readonly changed: boolean
      readonly durable: boolean
      readonly sha256: string
      readonly count: number
    }
  | { readonly type: 'EdgeAlive' }
  | { readonly type: 'DeadmanArmed'; readonly op: Op }
  | { readonly type: 'DeadmanRefused'; readonly op: Op }
  | { readonly type: 'DeadmanDisarmed'; readonly op: Op }
  | { readonly type: 'DeadmanFired'; readonly op: Op }
  | {
      readonly type: 'EdgeAlarm'
      readonly op: Op
      readonly why: string
      readonly silentFor: number
      readonly at: Instant
    }
  | { readonly type: 'StorageNoted'; readonly ok: boolean }
  | { readonly type: 'ClockNoted'; readonly ok: boolean }
  | { readonly type: 'TamperNoted'; readonly on: boolean }
  | { readonly type: 'FireNoted'; readonly on: boolean }
  | { readonly type: 'ManualUse'; readonly what: 'unlocked' | 'opened' }

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
    }
  | { readonly type: 'DeadlineReached'; readonly name: DeadlineName; readonly due: Instant }
  | { readonly type: 'AlarmCalled'; readonly by: ActorId; readonly face: Face }
  | { readonly type: 'AlarmRaised'; readonly alarm: AlarmId; readonly kind: AlarmCode }
  | { readonly type: 'AlarmRepeated'; readonly alarm: AlarmId; readonly level: number }
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

export type RelockReason =
  | 'closed'
  | 'abort'
  | 'void'
  | 'unopened'
  | 'unmoved'
  | 'alarm'
  | 'restart'
  | 'reopened'
  | 'retry'
  | 'fire-off'
  | 'tail'
  | 'hand'
  | 'asked'

export type DoorEventBody = SessionEvent | EvidenceEvent | DeviceEvent | GateEvent | EffectEvent
export type DoorEvent = DoorEventBody & {
  /** Instant of the decision. `EdgeAlarm.at` is the edge's own estimate and stands in `data`. */
  readonly mono: Instant
  readonly wall: WallTime
}
export type EventType = DoorEventBody['type']
export type EventOf<Type extends EventType> = Extract<DoorEventBody, { readonly type: Type }>
