// What must all hold in the instant of unlocking (safety design 1.5). Pure; the first failing code wins.
import type { RefusalCode } from '../codes.ts'
import { type Instant, type WallTime, elapsed } from '../time.ts'
import type { DoorState, Gate } from './door-state.ts'
import type { Frames, Presence } from './hot-state.ts'
import type { Mode } from './mode.ts'
import { ANSWER_AGE_MAX, BATTERY_MIN, EDGE_AGE_MAX, FRAMES_MIN, FRAME_AGE_MAX } from './settings.ts'
import type { Op } from '../ids.ts'

export interface Denial {
  readonly code: RefusalCode
  readonly value?: number | undefined
  readonly limit?: number | undefined
}

interface Ask {
  readonly op: Op
  readonly mode: Mode
  readonly from: WallTime
  readonly to: WallTime
  readonly presence: Presence
  readonly approved: Instant | null
  readonly frames: Frames
  readonly live: boolean
  readonly aborted: boolean
}

/** The entry that waits for its unlock, or null when none does. */
function askOf({ session }: DoorState): Ask | null {
  if (session?.phase === 'proving') return { ...session, aborted: false }
  if (session?.phase !== 'unlocking') return null
  const { hot } = session
  if (hot.mark !== 'none' && hot.mark !== 'started') return null
  return { ...session, ...hot, aborted: hot.aborted || hot.takenOver || hot.yielded }
}

const deny = (code: RefusalCode, value?: number, limit?: number): Denial => ({ code, value, limit })

function deniedByTime(door: DoorState, ask: Ask, now: { at: Instant; wall: WallTime }): Denial | null {
  if (!door.gate.clockOk) return deny('CLOCK_UNTRUSTED')
  if (now.wall < ask.from) return deny('OUTSIDE_WINDOW', now.wall, ask.from)
  if (now.wall > ask.to) return deny('OUTSIDE_WINDOW', now.wall, ask.to)
  const age = elapsed(ask.presence.at, now.at)
  const { presenceAgeMax } = door.settings.timers
  if (age > presenceAgeMax) return deny('PRESENCE_STALE', age, presenceAgeMax)
  if (ask.mode === 'owner' && (ask.approved === null || ask.approved < ask.presence.at))
    return deny('NOT_APPROVED')
  return null
}

/**
 * Where nobody is asked, the camera must have proved in this try that it lives (P11). That also makes up for capture
 * times of grade *relative* (decision 8): an active proof is of now by itself.
 */
function deniedByEye({ frames, mode, live }: Ask, at: Instant): Denial | null {
  if (frames.doubt === 'covered') return deny('FRAME_COVERED')
  if (frames.doubt !== null) return deny('FRAME_DOUBTFUL')
  if (frames.good < FRAMES_MIN || frames.newest === null) return deny('FRAMES_FEW', frames.good, FRAMES_MIN)
  const age = elapsed(frames.newest, at)
  if (age > FRAME_AGE_MAX) return deny('FRAME_STALE', age, FRAME_AGE_MAX)
  if (!frames.lastChanged) return deny('FRAME_FROZEN')
  return mode !== 'owner' && !live ? deny('LIVENESS_UNPROVED') : null
}

function deniedBySafetyNet(gate: Gate, op: Op, at: Instant): Denial | null {
  if (!gate.storageOk) return deny('STORAGE')
  if (gate.deadman?.op !== op || gate.deadman.state !== 'armed') return deny('DEADMAN_UNARMED')
  const edgeAge = gate.edgeSeen === null ? null : elapsed(gate.edgeSeen, at)
  if (edgeAge === null || edgeAge > EDGE_AGE_MAX)
    return deny('ALARM_PATH_DOWN', edgeAge ?? undefined, EDGE_AGE_MAX)
  return null
}

function deniedByLock(gate: Gate, mode: Mode): Denial | null {
  if (gate.unfit !== null) return deny(gate.unfit)
  // A lock that does not end a PIN by itself would keep a standing code when the hub dies (threats G9).
  if (mode === 'pin' && gate.pin !== true) return deny('LOCK_UNFIT')
  if (gate.battery === null || gate.battery < BATTERY_MIN)
    return deny('BATTERY_LOW', gate.battery ?? undefined, BATTERY_MIN)
  if (gate.bolt.word === 'jammed') return deny('LOCK_FAULT')
  if (gate.tamper) return deny('TAMPER')
  if (gate.alarms.some(({ acknowledged }) => !acknowledged)) return deny('ALARM_STANDING')
  return null
}

/**
 * Where nobody is asked, a door that has another witness of its leaf needs its word, too (P13): it says *closed*. A door
 * without one keeps a residual risk (ADR 16); a door with one is not to lose it and go on as if it never had it.
 */
function deniedByThird({ gate, settings: { thirdWitness } }: DoorState, mode: Mode): Denial | null {
  if (thirdWitness === null || mode === 'owner') return null
  const third = gate.thirds.find(({ source }) => source === thirdWitness)
  return third === undefined ? deny('THIRD_WITNESS_MISSING') : null
}

/** Both witnesses answered the newest question: locked and closed. Null when that is not proved. */
export function provedBy({ bolt, contact, question }: Gate): number | null {
  const { q, voided, asked } = question
  if (voided || asked === null || bolt.answers !== q || contact.answers !== q) return null
  return bolt.word === 'locked' && contact.word === 'closed' ? q : null
}

function deniedByStart(gate: Gate, at: Instant): Denial | null {
  if (provedBy(gate) === null) return deny('START_UNPROVED')
  if (gate.thirds.some(({ says }) => says === 'open')) return deny('START_UNPROVED')
  const answered = Math.min(gate.bolt.answered ?? -Infinity, gate.contact.answered ?? -Infinity)
  const age = at - answered
  return age > ANSWER_AGE_MAX ? deny('START_UNPROVED', age, ANSWER_AGE_MAX) : null
}

/**
 * Why the entry under way may not open the door at this moment, or null when everything holds. Used to commit, at the
 * last gate on the durable state, and there once more on the state as it would be after every queued command.
 */
export function denied(door: DoorState, at: Instant, wall: WallTime): Denial | null {
  const ask = askOf(door)
  if (!ask) return deny('NOT_ASKED')
  const { gate } = door
  if (ask.aborted) return deny('ABORTED')
  if (gate.hand) return deny('DOOR_IN_USE')
  if (gate.fire) return deny('FIRE')
  return (
    deniedByTime(door, ask, { at, wall }) ??
    deniedByEye(ask, at) ??
    deniedBySafetyNet(gate, ask.op, at) ??
    deniedByLock(gate, ask.mode) ??
    deniedByThird(door, ask.mode) ??
    deniedByStart(gate, at)
  )
}

/** The same for an opening by a person's hand: camera and window are not asked, the dead-man is (threats M1–M6). */
export function deniedHand(door: DoorState): Denial | null {
  const { hand, deadman, fire } = door.gate
  if (!hand || (hand.stage !== 'arming' && hand.stage !== 'committed')) return deny('NOT_ASKED')
  if (fire) return deny('FIRE')
  if (deadman?.op !== hand.op || deadman.state !== 'armed') return deny('DEADMAN_UNARMED')
  return null
}
