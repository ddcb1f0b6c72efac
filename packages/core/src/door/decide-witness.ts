// What bolt and contact say, phase by phase (safety design 1.4).
import type { CommandOf } from './commands.ts'
import { tellUnseen } from './decide-pin.ts'
import { isFromInside, isWireUnlock } from './decide-watch.ts'
import { type DoorState, type Session, phaseOf } from './door-state.ts'
import { type Hot, isPinOut } from './hot-state.ts'
import { endHand, isSettled, judge } from './judge.ts'
import { tryCommit } from './proof.ts'
import { askDoorWhenFree, back, lockDoor, relock } from './relock.ts'
import { LOCK_CONTRADICTIONS_MAX } from './settings.ts'
import { type Turn, emit, issue, raiseAlarm } from './turn.ts'

type BoltCommand = CommandOf<'ReportBolt'>
type ContactCommand = CommandOf<'ReportContact'>

/** A late answer to an older question says nothing about now. */
function isStale(turn: Turn, q: number | null): boolean {
  const latest = turn.door.gate.question.q
  if (q === null || q === latest) return false
  emit(turn, { type: 'AnswerIgnored', q, latest, why: 'older' })
  return true
}

/**
 * Asked before the leaf said by itself that it is open: it may have been read before that, and an open leaf is not shut
 * by it. What it is now, the next question tells.
 */
function isOutrun(turn: Turn, { contact, q }: ContactCommand): boolean {
  const { gate } = turn.door
  if (q === null || contact !== 'closed' || !gate.question.voided || gate.contact.word !== 'open')
    return false
  emit(turn, { type: 'AnswerIgnored', q, latest: gate.question.q, why: 'voided' })
  return true
}

/** By itself and contrary to the belief: ask, except while the courier's way through is expected anyway. */
function askIfSurprised(turn: Turn, before: DoorState, q: number | null): void {
  const { bolt, contact } = turn.door.gate
  const differs = bolt.word !== before.gate.bolt.word || contact.word !== before.gate.contact.word
  const phase = phaseOf(turn.door)
  if (q !== null || !differs || phase === 'unlocking' || phase === 'unlocked' || phase === 'inside') return
  askDoorWhenFree(turn)
}

/** A visit has only just ended: whatever moves is an alarm. */
const isWatched = ({ gate }: DoorState): boolean => gate.tail !== null && !gate.tail.quiet

/** Use of the door by its household: a notice at most. After a start nothing is known that could have changed. */
function noteUse(turn: Turn, before: DoorState, what: 'unlocked' | 'opened'): void {
  const { bolt, contact } = before.gate
  const isNew = what === 'unlocked' ? bolt.word !== 'unlocked' : contact.word !== 'open'
  const known = what === 'unlocked' ? bolt.seen : contact.seen
  if (isNew && known !== null) emit(turn, { type: 'ManualUse', what })
}

/** Whether the bolt was withdrawn by an order that is not ours, in an empty home: told, whatever else follows. */
function wireUnlock(turn: Turn, command: BoltCommand, before: DoorState): boolean {
  if (before.gate.bolt.word === 'unlocked' || !isWireUnlock(before, command)) return false
  raiseAlarm(turn, 'UNLOCKED_UNASKED')
  return true
}

function boltUnlockedCold(turn: Turn, command: BoltCommand, before: DoorState): void {
  const { hand } = turn.door.gate
  if (hand?.stage === 'relocking') {
    // The first one may be our own unlock, which arrives late: that is nobody's hand.
    const ours = before.gate.hand !== null && !isSettled(before.gate.hand, turn.command.at)
    if (before.gate.bolt.word === 'locked' && !ours) endHand(turn, 'hand')
    return
  }
  if (hand && hand.stage !== 'arming') return
  if (!unlockedInWatch(turn, command) && !wireUnlock(turn, command, before)) noteUse(turn, before, 'unlocked')
}

/** In the close watch after a visit, whatever the next courier is at. */
function unlockedInWatch(turn: Turn, { credential }: BoltCommand): boolean {
  if (!isWatched(turn.door)) return false
  raiseAlarm(turn, 'UNLOCKED_UNASKED')
  // A named credential stops the bolt, not the alarm (threats G15).
  if (credential === null) lockDoor(turn, 'tail')
  return true
}

/** A resident's own key or code: no more bolts are thrown in this visit, and every alarm runs on. */
function yieldTo(turn: Turn, why: 'credential' | 'thumbturn'): void {
  const { session } = turn.door
  if (session && 'hot' in session && !session.hot.yielded) emit(turn, { type: 'ActuationYielded', why })
}

/** Somebody inside turns the bolt back: twice, and it is left to them. One report that comes twice is one hand. */
function contradictLock(turn: Turn, hot: Hot, before: DoorState): void {
  const { n: lock } = turn.door.gate.lock
  if (before.gate.bolt.word === 'unlocked' && hot.contradictedLock === lock) return
  const n = hot.contradictions + 1
  emit(turn, { type: 'LockContradicted', n, why: 'thumbturn', lock })
  if (n >= LOCK_CONTRADICTIONS_MAX) yieldTo(turn, 'thumbturn')
}

function boltUnlockedByEntry(turn: Turn, command: BoltCommand, hot: Hot): void {
  const { session } = turn.door
  if (!session) return
  if (hot.mark !== 'sent') {
    raiseAlarm(turn, 'UNLOCKED_UNASKED')
    return relock(turn, 'alarm')
  }
  tellUnseen(turn, hot)
  emit(turn, { type: 'DoorUnlocked', why: command.q === null ? 'report' : 'answer' })
  issue(turn, { type: 'TellCourier', sid: session.sid, say: 'open', code: null })
}

function boltUnlocked(turn: Turn, command: BoltCommand, before: DoorState): void {
  const { session } = turn.door
  const phase = phaseOf(turn.door)
  if (phase === 'idle' || phase === 'armed') return boltUnlockedCold(turn, command, before)
  if (phase === 'authorising' || phase === 'proving') {
    if (!unlockedInWatch(turn, command)) wireUnlock(turn, command, before)
    return back(turn, 'DOOR_IN_USE')
  }
  if (!session || !('hot' in session) || hasEnded(session)) return
  const { hot } = session
  // The PIN of this visit is a credential too, and the courier's.
  const isOurs = command.credential === hot.op && hot.pin !== null
  if (command.credential !== null && !isOurs) yieldTo(turn, 'credential')
  else if (phase === 'unlocking') return boltUnlockedByEntry(turn, command, hot)
  if (phase === 'relocking' || phase === 'unproved') {
    if (isPinOut(hot) || !wasSeen(before)) tellUnseen(turn, hot)
    if (command.source === 'manual' && command.credential === null) contradictLock(turn, hot, before)
    askDoorWhenFree(turn)
  } else if (phase === 'sealing') {
    raiseAlarm(turn, 'REOPENED')
    relock(turn, 'reopened')
  }
}

/** The bolt of this visit had been seen withdrawn before. */
const wasSeen = ({ session }: DoorState): boolean =>
  session !== null && 'hot' in session && session.hot.unlockSeen

/** After a take-over whoever did it answers for the door. */
const hasEnded = (session: Session): boolean =>
  session.phase === 'sealing' && 'hot' in session && session.hot.takenOver

/** Neither locked nor unlocked, after it was proved locked: the proof is over, and a new one is asked for. */
function boltDoubtful(turn: Turn): void {
  const { session } = turn.door
  if (session?.phase === 'sealing' && !hasEnded(session)) relock(turn, 'doubt')
}

/** Answers may prove the door: nothing was let go, or it is to be locked again. An asked owner changes nothing of that. */
function isJudged({ door }: Turn): boolean {
  const { session } = door
  return !session || !('hot' in session) || session.phase === 'relocking' || session.phase === 'unproved'
}

function boltLocked(turn: Turn, command: BoltCommand): void {
  const { session } = turn.door
  const phase = phaseOf(turn.door)
  if (phase === 'proving') tryCommit(turn)
  if (isJudged(turn)) return judge(turn)
  if (session?.phase !== 'inside' || command.q === null) return
  // A slow lock may answer now what it read before the leaf moved: that is no lie.
  const { asked } = turn.door.gate.question
  if (asked === null || asked < session.since) return
  if (!session.hot.unlockSeen) {
    if (!session.hot.distrusted)
      emit(turn, { type: 'WitnessDistrusted', q: command.q, why: 'locked-while-open' })
  } else if (command.q !== null) issue(turn, { type: 'NotifyOwner', notice: 'BOLT_OUT', sid: session.sid })
}

function boltJammed(turn: Turn): void {
  const phase = phaseOf(turn.door)
  if (phase === 'authorising' || phase === 'proving') {
    if (isWatched(turn.door)) raiseAlarm(turn, 'BOLT_JAMMED')
    return back(turn, 'LOCK_FAULT')
  }
  const { hand, lockAsked } = turn.door.gate
  const ours = hand?.stage === 'relocking' || lockAsked !== null || isWatched(turn.door)
  if (phase === 'idle' || phase === 'armed') {
    if (ours) raiseAlarm(turn, 'BOLT_JAMMED')
    return
  }
  if (phase === 'sealing') return boltDoubtful(turn)
  raiseAlarm(turn, 'BOLT_JAMMED')
  if (phase === 'unlocking' || phase === 'unlocked') relock(turn, 'alarm')
}

export function reportBolt(turn: Turn, command: BoltCommand): void {
  if (isStale(turn, command.q)) return
  const before = turn.door
  const { bolt, q, source, battery, credential } = command
  emit(turn, { type: 'BoltObserved', bolt, q, source, battery, named: credential !== null })
  if (bolt === 'unlocked') boltUnlocked(turn, command, before)
  else if (bolt === 'locked') boltLocked(turn, command)
  else if (bolt === 'jammed') boltJammed(turn)
  else boltDoubtful(turn)
  askIfSurprised(turn, before, q)
}

function contactOpenCold(turn: Turn, before: DoorState): void {
  const { hand } = turn.door.gate
  // While a person's opening is under way its dead-man has done its part the moment the leaf moves.
  if (hand?.stage === 'opened' && before.gate.hand?.stage === 'sent')
    issue(turn, { type: 'DisarmDeadman', op: hand.op })
  if (hand && hand.stage !== 'arming') return
  if (!tellOpened(turn, before)) noteUse(turn, before, 'opened')
}

/** An opening in the watch after a visit, or the first after one of a home in which nobody is. True: that was all of it. */
function tellOpened(turn: Turn, before: DoorState): boolean {
  if (isWatched(before)) {
    raiseAlarm(turn, 'OPENED_UNASKED')
    return true
  }
  if (isFromInside(before)) raiseAlarm(turn, 'OPENED_FROM_INSIDE')
  return false
}

function contactOpen(turn: Turn, command: ContactCommand, before: DoorState): void {
  const { session } = turn.door
  const phase = phaseOf(turn.door)
  if (phase === 'idle' || phase === 'armed') return contactOpenCold(turn, before)
  if (phase === 'authorising' || phase === 'proving') {
    tellOpened(turn, before)
    return back(turn, 'DOOR_IN_USE')
  }
  if (!session || !('hot' in session) || phase === 'inside' || hasEnded(session)) return
  const why = command.q === null ? 'report' : 'answer'
  const { hot, sid } = session
  if (phase === 'unlocking' || phase === 'unlocked') {
    emit(turn, { type: 'DoorOpened', why })
    if (hot.mark !== 'sent' && phase === 'unlocking') raiseAlarm(turn, 'OPENED_UNASKED')
    if (phase === 'unlocking') tellUnseen(turn, hot)
    issue(turn, { type: 'TellCourier', sid, say: 'place', code: null })
  } else if (phase === 'relocking' || phase === 'unproved') {
    if (isPinOut(hot) || !wasSeen(before)) tellUnseen(turn, hot)
    if (hot.opened !== null) emit(turn, { type: 'DoorReopened', why })
    else {
      emit(turn, { type: 'DoorOpened', why })
      raiseAlarm(turn, 'OPENED_UNASKED')
    }
  } else {
    raiseAlarm(turn, 'REOPENED')
    relock(turn, 'reopened')
  }
}

function contactClosed(turn: Turn, command: ContactCommand): void {
  const { session, gate } = turn.door
  const phase = phaseOf(turn.door)
  if (phase === 'proving') tryCommit(turn)
  if (phase === 'inside' && session && 'hot' in session) {
    const from = session.hot.opened ?? turn.command.at
    emit(turn, { type: 'DoorClosed', why: command.q === null ? 'report' : 'answer' })
    issue(turn, { type: 'TakePhoto', sid: session.sid, from, to: turn.command.at })
    issue(turn, { type: 'SendPhoto', sid: session.sid })
    issue(turn, { type: 'TellCourier', sid: session.sid, say: 'close', code: null })
    return relock(turn, 'closed')
  }
  // Also where the contact was lost while the leaf stood open, and now says that it is shut.
  if (gate.hand?.stage === 'opened') return relock(turn, 'hand')
  if (isJudged(turn)) judge(turn)
}

export function reportContact(turn: Turn, command: ContactCommand): void {
  if (isStale(turn, command.q) || isOutrun(turn, command)) return
  const before = turn.door
  const { contact, q, source } = command
  emit(turn, { type: 'ContactObserved', contact, q, source })
  if (contact === 'open') contactOpen(turn, command, before)
  else if (contact === 'closed') contactClosed(turn, command)
  askIfSurprised(turn, before, q)
}

/**
 * The leaf was open while the hub was down (R6 of the safety design): an opening like one that was seen. What the leaf
 * is now, the next answer tells.
 */
export function reportOpened(turn: Turn, { noted }: CommandOf<'ReportOpened'>): void {
  const before = turn.door
  emit(turn, { type: 'OpeningNoted', at: noted })
  const { session } = before
  const phase = phaseOf(before)
  if (!session || !('hot' in session)) {
    const isTold = tellOpened(turn, before)
    if (phase === 'authorising' || phase === 'proving') return back(turn, 'DOOR_IN_USE')
    return isTold ? undefined : emit(turn, { type: 'ManualUse', what: 'opened' })
  }
  if (phase === 'inside' || hasEnded(session)) return
  if (phase === 'sealing') {
    raiseAlarm(turn, 'REOPENED')
    return relock(turn, 'reopened')
  }
  tellUnseen(turn, session.hot)
  if (session.hot.opened === null) emit(turn, { type: 'DoorOpened', why: 'edge' })
  else emit(turn, { type: 'DoorReopened', why: 'edge' })
}
