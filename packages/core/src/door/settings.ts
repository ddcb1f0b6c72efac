// The knobs of one door, each with its range and reason (safety design 1.7). Pinned when the hub starts.
import type { ThirdWitness } from '../observation.ts'
import { type Duration, hours, milliseconds, minutes, seconds } from '../time.ts'

export interface DoorTimers {
  /** The courier still stands at the door. */
  readonly presenceAgeMax: Duration
  /** The courier's patience while the owner is asked. */
  readonly approve: Duration
  /** Camera wake-up, dead-man, first answers. */
  readonly prove: Duration
  /** One slow write is survived, two are not. */
  readonly notAfter: Duration
  /** Slow motors take 2–5 s. */
  readonly unlock: Duration
  /** An unlocked bolt nobody uses. */
  readonly open: Duration
  /** A drop takes 5–60 s. */
  readonly inside: Duration
  /** Bound is 20 s; 2 s belong to wake-up and write. */
  readonly relock: Duration
  /** After a visit the door is watched closely this long. */
  readonly tail: Duration
}

export interface Range {
  readonly min: Duration
  readonly default: Duration
  readonly max: Duration
}

const range = (min: number, usual: number, max: number): Range => ({
  min: seconds(min),
  default: seconds(usual),
  max: seconds(max),
})

export const timerRanges: Readonly<Record<keyof DoorTimers, Range>> = {
  presenceAgeMax: range(30, 120, 120),
  approve: range(20, 60, 120),
  prove: range(5, 12, 20),
  notAfter: range(1, 2, 2),
  unlock: range(5, 8, 15),
  open: range(15, 30, 60),
  inside: range(30, 60, 150),
  relock: range(18, 18, 18),
  tail: range(30, 120, 300),
}

export const defaultTimers: DoorTimers = {
  presenceAgeMax: timerRanges.presenceAgeMax.default,
  approve: timerRanges.approve.default,
  prove: timerRanges.prove.default,
  notAfter: timerRanges.notAfter.default,
  unlock: timerRanges.unlock.default,
  open: timerRanges.open.default,
  inside: timerRanges.inside.default,
  relock: timerRanges.relock.default,
  tail: timerRanges.tail.default,
}

export interface DoorSettings {
  readonly timers: DoorTimers
  /** In-home openings a day (threats G1). */
  readonly openingsPerDay: number
  /** Another witness of the leaf that this door has: without its *closed* nothing opens unasked (threats G14). Null: none. */
  readonly thirdWitness: ThirdWitness | null
  /** There is no lock, contact or edge: a camera and a bell, where nothing is asked of a door and nobody is let in. */
  readonly bare?: true
}

export const defaultSettings: DoorSettings = { timers: defaultTimers, openingsPerDay: 3, thirdWitness: null }

// Fixed limits: not knobs, because the proofs of the safety design rest on their sums.
/** A frame older than this opens nothing. */
export const FRAME_AGE_MAX = milliseconds(1500)
export const FRAMES_MIN = 3
export const EDGE_AGE_MAX = seconds(7)
export const ANSWER_AGE_MAX = seconds(5)
export const BATTERY_MIN = 15
export const TRIES_MAX = 3
export const PICTURE_AGE_MAX = seconds(3)
/** A question is not repeated before its answer or this: faster polling makes every answer stale. */
export const QUERY_TIMEOUT = seconds(6)
/**
 * The longest time between two questions (60 s), and room for a late answer. Proof that is older has decayed, and a
 * contact that was not heard for longer is not there: what it said last is not known any more.
 */
export const CONTACT_SILENCE_MAX = seconds(66)
export const LOCK_RETRY = seconds(5)
/** A courier's PIN lives this long from its commit at most (threats G9). */
export const PIN_LIFE = seconds(30)
/** A door opened by PIN whose newest picture is older than this was opened unseen. */
export const UNSEEN_AFTER = milliseconds(3500)
/**
 * Another witness of the leaf may lag behind the contact, or the contact behind it, this long before the two disagree.
 * What a lock says may come 4.5 s late, of its door sensor as of its bolt.
 */
export const WITNESS_LAG: Readonly<Record<ThirdWitness, Duration>> = {
  'leaf-picture': seconds(2),
  'lock-door-sensor': seconds(5),
}
/** No proof concludes within this of a contradiction. */
export const CONTRADICTION_HOLDS = seconds(5)
/** Counts of people less sure than this are noted and raise nothing. */
export const PEOPLE_CONFIDENCE_MIN = 0.5
/** No visit has power for longer, however long its window is. */
export const POWER_MAX = hours(12)
/** A sent unlock that nobody saw work may still be on its way. */
export const SETTLE = seconds(10)
/** Cap over everything: 208 + 60 (one restart) + 20 (silence and wake-up) = 288 s. */
export const INSECURE_MAX = seconds(208)
export const CAMERA_SILENCE_MAX = milliseconds(2500)
export const CAMERA_BOOT_GRACE = seconds(8)
export const EDGE_SILENCE_MAX = seconds(10)
export const BOOT_MAX = seconds(40)
export const SEAL_MAX = seconds(60)
export const ALARM_REPEAT = seconds(5)
export const ALARM_SILENCED = seconds(120)
/** Channels join in at these ages of an alarm. */
export const ALARM_ESCALATION: readonly Duration[] = [seconds(0), seconds(15), seconds(45)]
export const TAIL_SILENCE_MAX = seconds(30)
export const ABORT_LEAVE_WITHIN = seconds(30)
export const LOCK_CONTRADICTIONS_MAX = 2
export const DEADMAN_WITHIN = seconds(210)
export const EDGE_SILENCE_ACT = seconds(12)
export const EDGE_SILENCE_ALARM = seconds(14)
export const PRESENCE_TRIES_MAX = 5
export const PRESENCE_TRIES_WITHIN = minutes(10)
/** A door asks its people this often within an hour: who is asked on and on says yes in the end (threats G18). */
export const ASKS_MAX = 3
export const ASKS_WITHIN = hours(1)
export const ASSURANCE_AGE_MAX = seconds(60)
export const HAND_OPENINGS_MAX = 3
export const HAND_OPENINGS_WITHIN = minutes(10)
export const HAND_ARM_MAX = seconds(5)
export const TOKENS_KEPT = 64
