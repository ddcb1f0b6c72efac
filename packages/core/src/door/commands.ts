// What may be asked of a door or told to it. Time and chance come in with the command.
import type { RefusalCode } from '../codes.ts'
import type { AlarmId, CommandId, Op, ParcelId, SessionId } from '../ids.ts'
import type {
  Actor,
  BoltReport,
  ContactReport,
  DeadmanReport,
  FrameReport,
  LivenessReport,
  PeopleReport,
  PinReport,
  WitnessReport,
} from '../observation.ts'
import type { ParcelStatus } from '../parcel/status.ts'
import type { Instant, WallTime } from '../time.ts'
import type { Ceiling, Channel, Claim, Mode } from './mode.ts'

export interface Head {
  /** Repeats of an id are dropped by the runtime. */
  readonly id: CommandId
  /** Instant of the decision. */
  readonly at: Instant
  readonly wall: WallTime
  /** When the command was handed over; an abort counts from here. */
  readonly received: Instant
}

export interface ArmSession {
  readonly type: 'ArmSession'
  readonly sid: SessionId
  readonly mode: Mode
  readonly from: WallTime
  readonly to: WallTime
  readonly source: string
  readonly claim: Claim
  readonly channel: Channel
  readonly ceiling: Ceiling
  readonly parcels: readonly ParcelId[]
  /** Hash of the policy that was in force. */
  readonly policy: string
  /** Tries that a visit had before it stood back; absent: none. So no op is ever used twice, and three tries are three. */
  readonly tries?: number
}

export interface ProvePresence {
  readonly type: 'ProvePresence'
  readonly sid: SessionId
  readonly method: 'door-code' | 'tag' | 'eyes'
  /** Hash of the proof, never the proof. */
  readonly token: string
  /** What the runtime found wrong with the proof; null when it is good. */
  readonly fault: RefusalCode | null
  readonly localDate: string
  /** 16 random bytes, hex, for the liveness proof of this try. */
  readonly nonce: string
}

export interface ApproveEntry {
  readonly type: 'ApproveEntry'
  readonly sid: SessionId
  readonly try: number
  readonly actor: Actor
  /** The picture the person looked at; captured null: no such picture was shown. */
  readonly picture: { readonly sha256: string; readonly captured: Instant | null }
  readonly nonce: string
}

export interface RequestOpen {
  readonly type: 'RequestOpen'
  readonly actor: Actor
  /** This person × face × door has the right *open*. */
  readonly right: boolean
  /** When the person last proved to be present and willing; null: never. */
  readonly assurance: Instant | null
  readonly op: Op
}

export type PersonCommand =
  | ApproveEntry
  | RequestOpen
  | { readonly type: 'DenyEntry'; readonly sid: SessionId; readonly actor: Actor }
  | { readonly type: 'AbortSession'; readonly sid: SessionId; readonly actor: Actor }
  | {
      readonly type: 'AcknowledgeAlarm'
      readonly alarm: AlarmId
      readonly actor: Actor
      /** An adult stands at the door and sees that it is shut and locked. */
      readonly secureByEye: boolean
    }
  | { readonly type: 'RequestLock'; readonly actor: Actor; readonly right: boolean }
  | { readonly type: 'TakeOver'; readonly actor: Actor }
  /** Somebody of the house sees what no witness reports: the siren at once. */
  | { readonly type: 'CallAlarm'; readonly actor: Actor }

export type IntakeCommand =
  | ArmSession
  | { readonly type: 'StandBack'; readonly sid: SessionId }
  /** The house tightened its rules: an entry that nobody was asked about may not go on unasked. */
  | { readonly type: 'TightenSession'; readonly sid: SessionId }
  | { readonly type: 'ReportCarrier'; readonly sid: SessionId; readonly status: ParcelStatus }
  | ProvePresence

export type DeviceCommand =
  | ({ readonly type: 'ReportBolt' } & BoltReport)
  | ({ readonly type: 'ReportContact' } & ContactReport)
  | ({ readonly type: 'ReportFrame' } & FrameReport)
  | ({ readonly type: 'ReportLiveness' } & LivenessReport)
  | ({ readonly type: 'ReportDeadman' } & DeadmanReport)
  | { readonly type: 'ReportEdge' }
  | {
      readonly type: 'ReportEdgeAlarm'
      readonly op: Op
      readonly why: string
      readonly silentFor: number
      readonly noted: Instant
      /** The edge's own signature under its note, base64url. */
      readonly sig?: string | undefined
    }
  /** While the hub was down the edge saw the leaf open, and shut again since. */
  | { readonly type: 'ReportOpened'; readonly noted: Instant }
  | { readonly type: 'ReportTamper'; readonly on: boolean }
  | { readonly type: 'ReportFire'; readonly on: boolean }
  | { readonly type: 'ReportStorage'; readonly ok: boolean }
  | { readonly type: 'ReportClock'; readonly ok: boolean }
  /** A device or its plugin is gone: what was believed of it is unknown. */
  | { readonly type: 'ReportLost'; readonly device: 'lock' | 'contact' | 'edge' | 'camera' }
  /** What the lock and the contact are, told when their plugin starts; null code: fit for in-home delivery. */
  | {
      readonly type: 'ReportFitness'
      readonly unfit: RefusalCode | null
      /** The lock itself enforces one use and the end of a PIN, and tells of both; absent: it does not. */
      readonly pin?: boolean
    }
  | ({ readonly type: 'ReportPin' } & PinReport)
  | ({ readonly type: 'ReportWitness' } & WitnessReport)
  | ({ readonly type: 'ReportPeople' } & PeopleReport)
  /** Residents at home; null: not known. */
  | { readonly type: 'ReportHousehold'; readonly in: number | null }

/** Effects that let somebody in: at most once each, and by the last gate alone. */
export type Opening = 'UnlockDoor' | 'GrantPin'

export type RuntimeCommand =
  | { readonly type: 'ReportEffect'; readonly effect: Opening; readonly op: Op; readonly result: 'sent' }
  | {
      readonly type: 'ReportEffect'
      readonly effect: Opening
      readonly op: Op
      readonly result: 'void'
      readonly code: RefusalCode
    }
  | { readonly type: 'ReportDelivered'; readonly alarm: AlarmId; readonly channel: string }
  | {
      readonly type: 'ReportPhoto'
      readonly sid: SessionId
      readonly camera: string
      readonly sha256: string
      readonly bytes: number
      readonly captured: Instant
      readonly file: string
    }
  | {
      readonly type: 'ReportSegment'
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
  | { readonly type: 'EvidenceSealed'; readonly sid: SessionId }
  /** A line of this door's stream cannot be read: what the door was before is not known. */
  | { readonly type: 'ReportUnreadable'; readonly seq: number; readonly what: string }
  | { readonly type: 'ReachDeadline' }
  | { readonly type: 'Restarted'; readonly epoch: number; readonly was: number; readonly rebooted: boolean }

export type DoorCommandBody = PersonCommand | IntakeCommand | DeviceCommand | RuntimeCommand
export type DoorCommand = Head & DoorCommandBody
export type CommandType = DoorCommandBody['type']
/** One kind of command with its head. */
export type CommandOf<Type extends CommandType> = Head & Extract<DoorCommandBody, { readonly type: Type }>
