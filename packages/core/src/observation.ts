// What devices say. An observation is a report, never the truth: the core judges.
import type { ActorId, Op } from './ids.ts'
import type { Instant } from './time.ts'

/** What a lock says of its bolt. `moving` and `jammed` are states of their own, never folded into another. */
export type Bolt = 'locked' | 'unlocked' | 'moving' | 'jammed' | 'unknown'
/** What a contact says of the leaf. */
export type Contact = 'closed' | 'open' | 'unknown'

/**
 * Why a device spoke: asked (`query`), by itself (`auto`), a hand at the door (`manual`), a command from afar
 * (`remote`), or its own safety timer (`deadman`). A command's acceptance is no observation and has no source.
 */
export type ReportSource = 'query' | 'auto' | 'manual' | 'owner' | 'remote' | 'deadman'

export interface BoltReport {
  readonly bolt: Bolt
  /** The number of the query this answers; null when the lock spoke by itself. */
  readonly q: number | null
  readonly source: ReportSource
  /** Percent, 0–100; null when not told. */
  readonly battery: number | null
  /**
   * Opaque name of a credential the device says was used; null when none. A PIN that the hub granted is named by its
   * op.
   */
  readonly credential: string | null
}

export interface ContactReport {
  readonly contact: Contact
  readonly q: number | null
  readonly source: ReportSource
}

/** How far a picture's capture time can be trusted. */
export type TimeGrade = 'absolute' | 'relative'

/**
 * Why a picture that is new and on the disk is no witness all the same: nothing is to be seen in it (`covered`), or it
 * does not show the door as the camera was set up to (`moved`, `unsharp`), or its times are not to be believed (`clock`).
 */
export type FrameDoubt = 'covered' | 'moved' | 'unsharp' | 'clock'

/** Film that has become durable, as the camera engine saw it. */
export interface FrameReport {
  readonly camera: string
  /** Capture time of the newest picture, in hub time. */
  readonly captured: Instant
  readonly grade: TimeGrade
  /** The newest picture differs from the one before it by bytes, time stamp and, where decodable, by content. */
  readonly changed: boolean
  readonly durable: boolean
  /** SHA-256 of the newest access unit, hex. */
  readonly sha256: string
  /** Pictures since the last report. */
  readonly count: number
  /** Absent: none. */
  readonly doubt?: FrameDoubt | undefined
}

/** Proof that a camera answers now: it signed a number nobody could foresee. */
export interface LivenessReport {
  readonly op: Op
  readonly camera: string
  readonly method: 'signed' | 'challenge'
  /** Hex of the number that was put to the camera. */
  readonly nonce: string
}

/** What the lock did with the PIN of an op: it holds it, it opened for it and holds it no more, or forgot it. */
export interface PinReport {
  readonly op: Op
  readonly what: 'stored' | 'used' | 'gone'
}

/** Witnesses of the leaf besides the contact. They may contradict it, and prove nothing (threats T7). */
export type ThirdWitness = 'leaf-picture' | 'lock-door-sensor'

export interface WitnessReport {
  readonly source: ThirdWitness
  /** `unknown`: it looks no more, or cannot tell; its last word stands no longer. */
  readonly says: 'open' | 'closed' | 'unknown'
}

/** People seen to pass the door since the visit began. */
export interface PeopleReport {
  /** How many times somebody went in, and out: whole numbers from 0. */
  readonly in: number
  readonly out: number
  /** 0–1 */
  readonly confidence: number
}

export type DeadmanReport = { readonly op: Op; readonly what: 'armed' | 'refused' | 'disarmed' | 'fired' }

/** A person, display or bridge through which a person asks. */
export type Face =
  | 'owner-page'
  | 'display'
  | 'homekit'
  | 'matter'
  | 'mqtt'
  | 'voice'
  | 'token'
  | 'street'
  | 'console'

export interface Actor {
  readonly by: ActorId
  readonly face: Face
}
