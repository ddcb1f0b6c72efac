// Opening by a person's hand through the hub: the only way besides a visit (threats G2, M1–M6).
import { after, elapsed } from '../time.ts'
import type { RefusalCode } from '../codes.ts'
import type { CommandOf } from './commands.ts'
import { stopSession, takeOverSession } from './decide-people.ts'
import { deniedHand } from './permissives.ts'
import { endHand } from './judge.ts'
import { back, lockDoor, relock } from './relock.ts'
import { ASSURANCE_AGE_MAX, HAND_OPENINGS_MAX, HAND_OPENINGS_WITHIN } from './settings.ts'
import { type Turn, emit, issue, refuse } from './turn.ts'

export function requestOpen(turn: Turn, command: CommandOf<'RequestOpen'>): void {
  const { gate, session, settings } = turn.door
  const { actor, assurance, right, at } = command
  if (!right) return refuse(turn, 'RIGHT_MISSING')
  if (settings.bare) return refuse(turn, 'LOCK_UNFIT')
  const age = assurance === null ? null : elapsed(assurance, at)
  if (age === null || age > ASSURANCE_AGE_MAX)
    return refuse(turn, 'ASSURANCE_MISSING', { value: age ?? undefined, limit: ASSURANCE_AGE_MAX })
  if (session && 'hot' in session) {
    if (actor.face === 'owner-page') return takeOverSession(turn, command)
    return refuse(turn, 'DOOR_BUSY')
  }
  if (gate.hand) return refuse(turn, 'DOOR_BUSY')
  if (gate.fire) return refuse(turn, 'FIRE')
  const recent = gate.handOpenings.filter((past) => elapsed(past, at) < HAND_OPENINGS_WITHIN)
  if (recent.length >= HAND_OPENINGS_MAX)
    return refuse(turn, 'OPENING_LIMIT', { value: recent.length, limit: HAND_OPENINGS_MAX })
  back(turn, 'DOOR_IN_USE')
  emit(turn, { type: 'HandOpenAsked', by: actor.by, face: actor.face, op: command.op, assurance: age })
  issue(turn, { type: 'ArmDeadman', op: command.op })
}

/** The dead-man runs: the opening is granted and committed. */
export function grantHand(turn: Turn): void {
  const { hand, lockAsked } = turn.door.gate
  if (hand?.stage !== 'arming' || deniedHand(turn.door) !== null) return
  const { op, by, face, assurance } = hand
  // An older wish to lock would throw the bolt against the newer one to open; this opening locks behind itself.
  if (lockAsked !== null) emit(turn, { type: 'LockAskEnded', why: 'hand' })
  const notAfter = after(turn.command.at, turn.door.settings.timers.notAfter)
  emit(turn, { type: 'ManualOpenGranted', by, face, op, assurance })
  emit(turn, { type: 'UnlockCommitted', op, notAfter, mode: 'hand' })
  issue(turn, { type: 'UnlockDoor', op, notAfter })
  issue(turn, { type: 'NotifyOwner', notice: 'MANUAL_OPEN', sid: null })
}

/** Nothing was opened: the opening ends with its reason. What ended it is no wish of whoever had asked to open. */
export function refuseHand(turn: Turn, code: RefusalCode): void {
  const { hand } = turn.door.gate
  if (!hand) return
  emit(turn, { type: 'Refused', command: 'RequestOpen', code, by: hand.by, face: hand.face })
  endHand(turn, 'refused')
}

/** A wish to lock ends an opening that has not left yet; the last gate sees it too. */
function abortHand(turn: Turn): void {
  const { hand } = turn.door.gate
  if (hand?.stage === 'arming') refuseHand(turn, 'ABORTED')
  else if (hand?.stage === 'committed') relock(turn, 'abort')
}

export function handSent(turn: Turn): void {
  const { hand } = turn.door.gate
  if (hand?.stage !== 'committed') return
  emit(turn, { type: 'UnlockSent', op: hand.op })
}

export function requestLock(turn: Turn, command: CommandOf<'RequestLock'>): void {
  const { session, gate, settings } = turn.door
  if (!command.right) return refuse(turn, 'RIGHT_MISSING')
  if (settings.bare) return refuse(turn, 'LOCK_UNFIT')
  if (session && 'hot' in session && session.phase !== 'sealing') return stopSession(turn, command)
  abortHand(turn)
  if (gate.fire) return refuse(turn, 'FIRE')
  if (gate.contact.word !== 'closed') return refuse(turn, 'DOOR_OPEN')
  emit(turn, { type: 'LockAsked', by: command.actor.by, face: command.actor.face })
  // Nobody waits any more for the leaf to move: what was opened is over with the proof, and not with its deadline.
  if (turn.door.gate.hand?.stage === 'sent') return relock(turn, 'asked')
  lockDoor(turn, 'asked')
}
