// What was seen and ordered at the door: witnesses, pictures, edge, detectors, and the questions put to them.
import type { RefusalCode } from '../codes.ts'
import type { Op } from '../ids.ts'
import type {
  Bolt,
  Contact,
  FrameDoubt,
  ReportSource,
  ThirdWitness,
  TimeGrade,
  WitnessReport,
} from '../observation.ts'
import type { Instant } from '../time.ts'

export type RelockReason =
  | 'closed'
  | 'abort'
  | 'void'
  | 'unopened'
  | 'unmoved'
  | 'alarm'
  | 'restart'
  | 'reopened'
  | 'doubt'
  | 'retry'
  | 'fire-off'
  | 'tail'
  | 'hand'
  | 'asked'

export type DeviceEvent =
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
  | {
      readonly type: 'AnswerIgnored'
      readonly q: number
      readonly latest: number
      readonly why?: 'older' | 'voided' | undefined
    }
  /** What the lock says of the PIN of an op. */
  | { readonly type: 'PinNoted'; readonly op: Op; readonly what: 'stored' | 'used' | 'gone' }
  | { readonly type: 'PinRevoked'; readonly op: Op }
  | ({ readonly type: 'WitnessNoted' } & WitnessReport)
  | {
      readonly type: 'WitnessContradicted'
      readonly source: ThirdWitness
      readonly says: 'open' | 'closed'
      readonly contact: 'open' | 'closed'
    }
  | {
      readonly type: 'PeopleCounted'
      readonly in: number
      readonly out: number
      readonly confidence: number
    }
  /** Residents at home; null: not known. */
  | { readonly type: 'HouseholdNoted'; readonly in: number | null }
  /** The leaf was open, and nobody but the edge saw it: no belief about now. */
  | { readonly type: 'OpeningNoted'; readonly at: Instant }
  | { readonly type: 'DeviceLost'; readonly device: 'lock' | 'contact' | 'edge' | 'camera' }
  | {
      readonly type: 'FitnessNoted'
      readonly unfit: RefusalCode | null
      /** Absent in lines of before there were PINs: then the lock enforces nothing. */
      readonly pin?: boolean | undefined
    }
  | {
      readonly type: 'WitnessDistrusted'
      readonly q?: number | undefined
      readonly why: 'locked-while-open'
    }
  /** `lock`: number of the `LockIssued` that the hand undid. */
  | {
      readonly type: 'LockContradicted'
      readonly n: number
      readonly why?: 'thumbturn' | undefined
      readonly lock?: number | undefined
    }
  | { readonly type: 'LockIssued'; readonly n: number; readonly why: RelockReason }
  /** `calm`: asked while nothing was under way; neither it nor its answers are written. */
  | { readonly type: 'QueryIssued'; readonly q: number; readonly calm?: true | undefined }
  | {
      readonly type: 'FrameStored'
      readonly camera: string
      readonly captured: Instant
      readonly grade: TimeGrade
      readonly changed: boolean
      readonly durable: boolean
      readonly sha256: string
      readonly count: number
      readonly doubt?: FrameDoubt | undefined
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
      /** The edge's own signature under its note, base64url. */
      readonly sig?: string | undefined
    }
  | { readonly type: 'StorageNoted'; readonly ok: boolean }
  | { readonly type: 'ClockNoted'; readonly ok: boolean }
  | { readonly type: 'TamperNoted'; readonly on: boolean }
  | { readonly type: 'FireNoted'; readonly on: boolean }
  | { readonly type: 'ManualUse'; readonly what: 'unlocked' | 'opened' }
