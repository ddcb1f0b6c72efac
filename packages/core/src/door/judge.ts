// The one place that concludes "secure": bolt and contact, both answers to the newest question (safety design 1.6).
import { type Instant, elapsed } from '../time.ts'
import { tellLeftInside } from './decide-watch.ts'
import type { Gate, HandOpening, Session } from './door-state.ts'
import { type Hot, isPinOut } from './hot-state.ts'
import type { Outcome } from './events.ts'
import { provedBy } from './permissives.ts'
import { askDoor, lockDoor, revokePin } from './relock.ts'
import { CONTRADICTION_HOLDS, SETTLE } from './settings.ts'
import { type Turn, emit, issue } from './turn.ts'

/** What an unlock may still do: it was seen to work, it never left, or it had time enough to arrive. */
export const isSettled = ({ unlockSeen, sent }: Hot | HandOpening, now: Instant): boolean =>
  unlockSeen || sent === null || elapsed(sent, now) >= SETTLE

/** Nobody who sees the leaf says that it is open, nor has contradicted the contact just now (threats G14). */
function isUncontradicted({ thirds, contradicted }: Gate, turn: Turn): boolean {
  if (thirds.some(({ says }) => says === 'open')) return false
  return contradicted === null || elapsed(contradicted, turn.command.at) > CONTRADICTION_HOLDS
}

/** A lock that never said *unlocked* while the door stood open has slept: it cannot testify. */
const hasTestified = ({ opened, unlockSeen, distrusted }: Hot): boolean =>
  !distrusted && (opened === null || unlockSeen)

function outcomeOf({ takenOver, aborted, opened, closed, changedWhileOpen }: Hot): Outcome {
  if (takenOver) return 'taken-over'
  if (aborted) return 'cancelled'
  return opened !== null && closed !== null && changedWhileOpen ? 'delivered' : 'undelivered'
}

/** Secure, or taken over: the film ends, the dead-man's timer ends, the evidence is sealed. */
export function startSealing(turn: Turn, outcome: Outcome): void {
  const { session } = turn.door
  if (!session || !('hot' in session)) return
  const { sid, hot } = session
  tellLeftInside(turn)
  emit(turn, { type: 'SealStarted', outcome })
  revokePin(turn)
  issue(turn, { type: 'StopRecording', sid })
  issue(turn, { type: 'DisarmDeadman', op: hot.op })
  if (outcome === 'taken-over') issue(turn, { type: 'ReleaseEdge', op: hot.op })
  issue(turn, { type: 'SealEvidence', sid })
}

function secureSession(turn: Turn, session: Extract<Session, { hot: Hot }>, q: number): void {
  const { hot } = session
  emit(turn, { type: 'DoorSecured', q, bolt: 'locked', contact: 'closed', op: hot.op })
  startSealing(turn, outcomeOf(hot))
}

function judgeHot(turn: Turn, session: Extract<Session, { hot: Hot }>): void {
  const q = provedBy(turn.door.gate)
  if (q === null) {
    // After a restart the bolt waits for the first sight of a closed leaf.
    if (turn.door.gate.lock.issued === null) lockDoor(turn, 'restart')
    return
  }
  const { hot } = session
  if (!isSettled(hot, turn.command.at) || !hasTestified(hot) || isPinOut(hot)) return
  if (isUncontradicted(turn.door.gate, turn)) secureSession(turn, session, q)
}

/** An opening by hand is over: the door is secure, nothing was opened, or somebody's hand took over. */
export function endHand(turn: Turn, why: 'secured' | 'refused' | 'hand'): void {
  const { hand } = turn.door.gate
  if (!hand) return
  emit(turn, { type: 'HandOpenEnded', op: hand.op, why })
  issue(turn, { type: 'DisarmDeadman', op: hand.op })
  issue(turn, { type: 'ReleaseEdge', op: hand.op })
}

/** It ends with the next proof: it is being locked again, or a key, a knob or the lock itself has seen to that. */
const isEnding = ({ stage, unlockSeen }: HandOpening): boolean =>
  stage === 'relocking' || (stage === 'sent' && unlockSeen)

function judgeIdle(turn: Turn): void {
  const { gate, settings } = turn.door
  const { hand } = gate
  const q = provedBy(gate)
  const ending = hand !== null && isEnding(hand)
  const locking = gate.lockAsked !== null || hand?.stage === 'relocking'
  if (q === null) {
    if (locking && gate.lock.issued === null) lockDoor(turn, 'restart')
    return
  }
  const waits = locking || ending || gate.tail !== null || gate.boot !== null
  const acknowledged = gate.alarms.some((alarm) => alarm.acknowledged)
  if ((!waits && !acknowledged) || !isUncontradicted(gate, turn)) return
  if (hand && !isSettled(hand, turn.command.at)) return
  if (gate.question.calm) return askDoor(turn)
  const op = hand?.op ?? gate.tail?.op ?? null
  emit(turn, { type: 'DoorSecured', q, bolt: 'locked', contact: 'closed', op })
  if (gate.lockAsked !== null) emit(turn, { type: 'LockAskEnded', why: 'secured' })
  if (ending) endHand(turn, 'secured')
  const { tail } = gate
  if (tail && elapsed(tail.since, turn.command.at) >= settings.timers.tail) {
    emit(turn, { type: 'TailEnded' })
    issue(turn, { type: 'ReleaseEdge', op: tail.op })
  }
}

export function judge(turn: Turn): void {
  const { session } = turn.door
  if (!session || !('hot' in session)) return judgeIdle(turn)
  if (session.phase === 'relocking' || session.phase === 'unproved') judgeHot(turn, session)
}
