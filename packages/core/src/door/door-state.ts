// What the hub knows and believes of one door: the gate, and the visit that is under way.
import type { AlarmCode, RefusalCode } from '../codes.ts'
import type { ActorId, AlarmId, DoorId, HomeId, Op, ParcelId, SessionId } from '../ids.ts'
import type { Bolt, Contact, Face, ThirdWitness } from '../observation.ts'
import type { Instant, WallTime } from '../time.ts'
import type { Outcome } from './events.ts'
import type { Frames, Hot, Mark, Presence } from './hot-state.ts'
import type { Ceiling, Channel, Claim, Mode } from './mode.ts'
import type { DoorSettings } from './settings.ts'

/** What a witness said last. `answers` is the query it answered, null once a contrary report voided it; `answered` is when. */
export interface Belief<Word> {
  readonly word: Word
  readonly seen: Instant | null
  readonly answers: number | null
  readonly answered: Instant | null
}

export interface Question {
  readonly q: number
  readonly asked: Instant | null
  /** A contrary report came by itself after an answer: no proof can come from this question any more. */
  readonly voided: boolean
  /** Asked or answered in calm, of which no line tells: it confirms the belief and is proof of nothing. */
  readonly calm: boolean
}

export interface StandingAlarm {
  readonly alarm: AlarmId
  readonly kind: AlarmCode
  readonly raised: Instant
  /** It sounds again then, for whoever is not left in peace. */
  readonly next: Instant
  /** Somebody has answered it, and is still left in peace by it. */
  readonly acknowledged: boolean
  /** Who is left in peace, and until when. It goes on for everybody else (safety design 1.4, note 3). */
  readonly quiet: readonly Quiet[]
}

export interface Quiet {
  readonly by: ActorId
  readonly until: Instant
}

/** Questions whether a courier may come in, put to the people of this door. */
export interface Asks {
  /** Those within the hour before the newest. */
  readonly at: readonly Instant[]
  /** That there were too many was told since the newest. */
  readonly told: boolean
}

/** What a witness besides bolt and contact said last. It stands until it says otherwise or is lost. */
export interface ThirdWord {
  readonly source: ThirdWitness
  readonly says: 'open' | 'closed'
  /** When it began to say so. */
  readonly since: Instant
}

/** Close watch after a visit. */
export interface Tail {
  readonly op: Op
  readonly since: Instant
  /** Newest proof of locked and closed. */
  readonly proved: Instant
  /** After a take-over: notices, no alarms. */
  readonly quiet: boolean
  /** A hand won during the visit: until the next one no bolt is thrown against it. */
  readonly yielded: boolean
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
  readonly mark: Mark
  readonly sent: Instant | null
  readonly unlockSeen: boolean
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
  /** The wall clock was told to be wrong and not yet to be right again: unlike `clockOk` this outlives a restart. */
  readonly clockDoubted: boolean
  /** Why this door is not fit for in-home delivery; null when fit. Unknown until its devices were told. */
  readonly unfit: RefusalCode | null
  /** The lock ends a PIN by itself, after one use or in time; null until its plugin told. */
  readonly pin: boolean | null
  /** When the contact last changed its word: other witnesses of the leaf may lag behind it for a moment. */
  readonly contactSince: Instant | null
  readonly thirds: readonly ThirdWord[]
  /** When another witness last contradicted the contact. */
  readonly contradicted: Instant | null
  /** The bolt was withdrawn with a named credential, and not thrown since. */
  readonly keyUsed: boolean
  /** Residents at home; null: not known. */
  readonly household: number | null
  /** A visit was inside, and since then neither was a resident at home nor the leaf open. */
  readonly visited: boolean
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
  readonly asks: Asks
  readonly openings: { readonly localDate: string; readonly count: number }
  readonly tokens: readonly string[]
  readonly boot: { readonly by: Instant; readonly at: Instant; readonly wasHot: boolean } | null
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
  /** The evidence is whole; the visit waits for the lock to forget its PIN. */
  readonly sealed: boolean
  /** That the PIN may still stand was told. */
  readonly pinTold: boolean
}

export type Phase = Armed | Authorising | Proving | HotPhase | Sealing

export interface SessionFacts {
  readonly sid: SessionId
  readonly mode: Mode
  readonly from: WallTime
  readonly to: WallTime
  /** Its power ends here: the end of the window, or twelve hours of it. */
  readonly until: WallTime
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

/** What stays as it is when a visit moves from one phase to the next. */
export const factsOf = (session: Session): SessionFacts => ({
  sid: session.sid,
  mode: session.mode,
  from: session.from,
  to: session.to,
  until: session.until,
  expireAt: session.expireAt,
  claim: session.claim,
  channel: session.channel,
  ceiling: session.ceiling,
  source: session.source,
  parcels: session.parcels,
  tries: session.tries,
  failures: session.failures,
})
export type PhaseName = 'idle' | Session['phase']

export interface DoorState {
  readonly home: HomeId
  readonly door: DoorId
  readonly settings: DoorSettings
  readonly gate: Gate
  readonly session: Session | null
}

export const phaseOf = (door: DoorState): PhaseName => door.session?.phase ?? 'idle'

/**
 * Version of this state. A snapshot of another version is not taken over; the door is then built from its events, which
 * every version can read.
 */
export const STATE_VERSION = 4

const unknownBelief = { word: 'unknown', seen: null, answers: null, answered: null } as const

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
      clockDoubted: false,
      unfit: 'LOCK_UNFIT',
      pin: null,
      contactSince: null,
      thirds: [],
      contradicted: null,
      keyUsed: false,
      household: null,
      visited: false,
      edgeSeen: null,
      deadman: null,
      watching: null,
      question: { q: 0, asked: null, voided: true, calm: true },
      lock: { n: 0, issued: null },
      alarms: [],
      alarmCount: 0,
      tail: null,
      hand: null,
      lockAsked: null,
      handOpenings: [],
      asks: { at: [], told: false },
      openings: { localDate: '', count: 0 },
      tokens: [],
      boot: null,
    },
  }
}
