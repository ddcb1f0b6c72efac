// What the hub knows and believes of one door: the gate, and the visit that is under way.
import type { AlarmCode, RefusalCode } from '../codes.ts'
import type { ActorId, AlarmId, DoorId, HomeId, Op, ParcelId, SessionId } from '../ids.ts'
import type { Bolt, Contact, Face } from '../observation.ts'
import type { Instant, WallTime } from '../time.ts'
import type { Outcome } from './events.ts'
import type { Ceiling, Channel, Claim, Mode } from './mode.ts'
import type { DoorSettings } from './settings.ts'

/** What a witness said last. `answers` is the query it answered, null once a contrary report voided it. */
export interface Belief<Word> {
  readonly word: Word
  readonly seen: Instant | null
  readonly answers: number | null
}

export interface Question {
  readonly q: number
  readonly asked: Instant | null
  /** A contrary report came by itself after an answer: no proof can come from this question any more. */
  readonly voided: boolean
}

export interface StandingAlarm {
  readonly alarm: AlarmId
  readonly kind: AlarmCode
  readonly raised: Instant
  /** Repeated from here; after an acknowledgement, the moment it comes back. */
  readonly next: Instant
  readonly acknowledged: boolean
}

/** Close watch after a visit. */
export interface Tail {
  readonly op: Op
  readonly since: Instant
  /** Newest proof of locked and closed. */
  readonly proved: Instant
  /** After a take-over: notices, no alarms. */
  readonly quiet: boolean
}

/** An opening by a person through the hub. */
export interface HandOpening {
  readonly op: Op
  readonly by: ActorId
  readonly face: Face
  readonly assurance: number
  readonly asked: Instant
  readonly stage: 'arming' | 'committed' | 'sent' | 'opened' | 'relocking'
  readonly since: Instant
  readonly committed: Instant | null
  readonly alarmed: boolean
}

export interface Gate {
  readonly epoch: number
  readonly bolt: Belief<Bolt>
  readonly contact: Belief<Contact>
  /** The contact was seen closed in this epoch: only then may a bolt be thrown (a lock thrown at an open leaf). */
  readonly closedSeen: boolean
  readonly battery: number | null
  readonly tamper: boolean
  readonly fire: boolean
  readonly storageOk: boolean
  readonly clockOk: boolean
  /** Why this door is not fit for in-home delivery; null when fit. Unknown until its devices were told. */
  readonly unfit: RefusalCode | null
  readonly edgeSeen: Instant | null
  readonly deadman: { readonly op: Op; readonly state: 'asked' | 'armed' | 'disarmed' | 'fired' } | null
  /** Op whose silence watch runs at the edge. */
  readonly watching: Op | null
  readonly question: Question
  readonly lock: { readonly n: number; readonly issued: Instant | null }
  readonly alarms: readonly StandingAlarm[]
  readonly alarmCount: number
  readonly tail: Tail | null
  readonly hand: HandOpening | null
  /** A person asked to lock; retried until proved or given up. */
  readonly lockAsked: Instant | null
  readonly handOpenings: readonly Instant[]
  readonly openings: { readonly localDate: string; readonly count: number }
  readonly tokens: readonly string[]
  readonly boot: { readonly by: Instant; readonly at: Instant; readonly wasHot: boolean } | null
}

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
}

interface Armed {
  readonly phase: 'armed'
}
interface Authorising {
  readonly phase: 'authorising'
  readonly since: Instant
  readonly presence: Presence
}
interface Proving {
  readonly phase: 'proving'
  readonly since: Instant
  readonly op: Op
  readonly presence: Presence
  readonly approved: Instant | null
  readonly frames: Frames
  readonly live: boolean
}

/** How far the unlock itself came. */
export type Mark = 'none' | 'started' | 'sent' | 'void' | 'unknown'

/** Everything that stays true from the commit until the door is proved secure. */
export interface Hot {
  readonly op: Op
  readonly committed: Instant
  readonly notAfter: Instant
  readonly insecureBy: Instant
  readonly insecureTold: boolean
  readonly mark: Mark
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
}

interface HotPhase {
  readonly phase: 'unlocking' | 'unlocked' | 'inside' | 'relocking' | 'unproved'
  readonly since: Instant
  readonly hot: Hot
}
interface Sealing {
  readonly phase: 'sealing'
  readonly since: Instant
  readonly hot: Hot
  readonly outcome: Outcome
  readonly secured: boolean
}

export type Phase = Armed | Authorising | Proving | HotPhase | Sealing

export interface SessionFacts {
  readonly sid: SessionId
  readonly mode: Mode
  readonly from: WallTime
  readonly to: WallTime
  readonly expireAt: Instant
  readonly claim: Claim
  readonly channel: Channel
  readonly ceiling: Ceiling
  readonly source: string
  readonly parcels: readonly ParcelId[]
  readonly tries: number
  readonly failures: readonly Instant[]
}

export type Session = SessionFacts & Phase
export type PhaseName = 'idle' | Session['phase']

export interface DoorState {
  readonly home: HomeId
  readonly door: DoorId
  readonly settings: DoorSettings
  readonly gate: Gate
  readonly session: Session | null
}

export const phaseOf = (door: DoorState): PhaseName => door.session?.phase ?? 'idle'

const unknownBelief = { word: 'unknown', seen: null, answers: null } as const

export function initialDoor(home: HomeId, door: DoorId, settings: DoorSettings): DoorState {
  return {
    home,
    door,
    settings,
    session: null,
    gate: {
      epoch: 0,
      bolt: unknownBelief,
      contact: unknownBelief,
      closedSeen: false,
      battery: null,
      tamper: false,
      fire: false,
      storageOk: false,
      clockOk: false,
      unfit: 'LOCK_UNFIT',
      edgeSeen: null,
      deadman: null,
      watching: null,
      question: { q: 0, asked: null, voided: true },
      lock: { n: 0, issued: null },
      alarms: [],
      alarmCount: 0,
      tail: null,
      hand: null,
      lockAsked: null,
      handOpenings: [],
      openings: { localDate: '', count: 0 },
      tokens: [],
      boot: null,
    },
  }
}
