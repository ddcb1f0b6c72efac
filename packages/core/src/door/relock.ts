// Asking, locking and starting over: the acts that make a door safe. All of them may be repeated without harm.
import { type RefusalCode, isSuspicious } from '../codes.ts'
import { elapsed } from '../time.ts'
import type { DoorState, Gate } from './door-state.ts'
import { hasYielded, isPinOut } from './hot-state.ts'
import type { RelockReason } from './device-events.ts'
import { QUERY_TIMEOUT, TRIES_MAX } from './settings.ts'
import { isCalm } from './calm.ts'
import { type Measure, type Turn, emit, issue } from './turn.ts'

/** Both witnesses answered the newest question, or their answers were voided: a new one may be asked. */
export const isAnswered = ({ bolt, contact, question }: Gate): boolean =>
  question.voided || (bolt.answers === question.q && contact.answers === question.q)

export function askDoor(turn: Turn): void {
  const q = turn.door.gate.question.q + 1
  emit(turn, isCalm(turn.door) ? { type: 'QueryIssued', q, calm: true } : { type: 'QueryIssued', q })
  issue(turn, { type: 'QueryDoor', q })
}

/** Asks unless an answer is still on its way: polling faster than the lock answers makes every answer stale. */
export function askDoorWhenFree(turn: Turn): void {
  const { gate } = turn.door
  const { asked } = gate.question
  if (asked === null || isAnswered(gate) || elapsed(asked, turn.command.at) >= QUERY_TIMEOUT) askDoor(turn)
}

/** A hand has won: in this visit, or in the last one whose watch still runs. A person's wish to lock undoes it. */
function handWon({ gate, session }: DoorState): boolean {
  if (session && 'hot' in session) return hasYielded(session.hot)
  return gate.lockAsked === null && gate.hand === null && gate.tail !== null && gate.tail.yielded
}

/** The normal bolt, only at a leaf seen closed in this epoch, never in a fire, never against a hand. */
export const mayLock = (door: DoorState): boolean =>
  door.gate.closedSeen && door.gate.contact.word === 'closed' && !door.gate.fire && !handWon(door)

export function lockDoor(turn: Turn, why: RelockReason): void {
  if (!mayLock(turn.door)) return
  const n = turn.door.gate.lock.n + 1
  emit(turn, { type: 'LockIssued', n, why })
  issue(turn, { type: 'LockDoor', n, mode: 'normal' })
}

/** Tells the lock to forget the PIN of this visit. A deadline tells it again until the lock has confirmed. */
export function revokePin(turn: Turn): void {
  const { session } = turn.door
  if (!session || !('hot' in session) || !isPinOut(session.hot)) return
  const { op } = session.hot
  emit(turn, { type: 'PinRevoked', op })
  issue(turn, { type: 'RevokePin', op })
}

/** Locks and asks until the door is proved secure. */
export function relock(turn: Turn, why: RelockReason): void {
  const { session, gate } = turn.door
  const op = session && 'hot' in session ? session.hot.op : gate.hand?.op
  emit(turn, { type: 'RelockStarted', why })
  revokePin(turn)
  if (op !== undefined && !isGuarded(gate)) issue(turn, { type: 'ArmDeadman', op })
  // The film had ended with the proof.
  if (session?.phase === 'sealing')
    issue(turn, { type: 'StartRecording', sid: session.sid, op: session.hot.op, nonce: '' })
  lockDoor(turn, why)
  askDoorWhenFree(turn)
}

/** The dead-man of this opening still runs or has acted; a reopening after its release arms it again. */
const isGuarded = ({ deadman, watching }: Gate): boolean =>
  watching !== null && deadman !== null && deadman.state !== 'disarmed'

/** The try is over; the session waits for another, or ends after the third. */
export function back(turn: Turn, code: RefusalCode, measure: Measure = {}): void {
  const { session } = turn.door
  if (!session || (session.phase !== 'authorising' && session.phase !== 'proving')) return
  const { sid } = session
  const tries = session.tries + 1
  if (session.phase === 'proving') {
    issue(turn, { type: 'StopRecording', sid })
    issue(turn, { type: 'DisarmDeadman', op: session.op })
    issue(turn, { type: 'ReleaseEdge', op: session.op })
  }
  emit(turn, { type: 'EntryRefused', code, tries, ...measure })
  issue(turn, { type: 'OfferFallback', sid, code, suspicious: isSuspicious(code) })
  issue(turn, { type: 'TellCourier', sid, say: 'refused', code })
  // A carrier's word takes power away, and ends no visit (S17): the next refusal does.
  if (tries >= TRIES_MAX && code !== 'CARRIER_CONTRARY') closeCold(turn, 'refused')
}

/** Ends a session that never became hot. */
export function closeCold(turn: Turn, outcome: 'refused' | 'cancelled' | 'expired'): void {
  const { session } = turn.door
  if (!session) return
  const { sid } = session
  if (session.phase === 'proving') {
    issue(turn, { type: 'StopRecording', sid })
    issue(turn, { type: 'DisarmDeadman', op: session.op })
    issue(turn, { type: 'ReleaseEdge', op: session.op })
  }
  emit(turn, { type: 'SessionClosed', outcome, secured: false, unexercised: false })
  issue(turn, { type: 'TellCourier', sid, say: 'ended', code: null })
}
