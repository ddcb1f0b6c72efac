// What bolt and contact say, phase by phase (safety design 1.4).
import type { CommandOf } from './commands.ts'
import { type DoorState, phaseOf } from './door-state.ts'
import { endHand, judge } from './judge.ts'
import { tryCommit } from './proof.ts'
import { askDoorWhenFree, back, lockDoor, relock } from './relock.ts'
import { type Turn, emit, issue, raiseAlarm } from './turn.ts'

type BoltCommand = CommandOf<'ReportBolt'>
type ContactCommand = CommandOf<'ReportContact'>

/** A late answer to an older question says nothing about now. */
function isStale(turn: Turn, q: number | null): boolean {
  const latest = turn.door.gate.question.q
  if (q === null || q === latest) return false
  emit(turn, { type: 'AnswerIgnored', q, latest })
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

/** Use of the door by its household: idle, a notice at most; in the tail of a visit an alarm. */
function usedWhileIdle(turn: Turn, before: DoorState, what: 'unlocked' | 'opened'): void {
  const { gate } = turn.door
  const changed =
    what === 'unlocked' ? before.gate.bolt.word !== 'unlocked' : before.gate.contact.word !== 'open'
  if (gate.tail && !gate.tail.quiet) {
    raiseAlarm(turn, what === 'unlocked' ? 'UNLOCKED_UNASKED' : 'OPENED_UNASKED')
    if (what === 'unlocked') lockDoor(turn, 'tail')
    return
  }
  const known = what === 'unlocked' ? before.gate.bolt.seen : before.gate.contact.seen
  if (changed && known !== null) emit(turn, { type: 'ManualUse', what })
}

function boltUnlockedCold(turn: Turn, before: DoorState): void {
  const { hand } = turn.door.gate
  if (hand?.stage === 'relocking') {
    if (before.gate.bolt.word === 'locked') endHand(turn, 'hand')
    return
  }
  if (hand && hand.stage !== 'arming') return
  usedWhileIdle(turn, before, 'unlocked')
}

function boltUnlocked(turn: Turn, command: BoltCommand, before: DoorState): void {
  const { session } = turn.door
  const phase = phaseOf(turn.door)
  if (phase === 'idle' || phase === 'armed') return boltUnlockedCold(turn, before)
  if (phase === 'authorising' || phase === 'proving') return back(turn, 'DOOR_IN_USE')
  if (!session || !('hot' in session)) return
  const { hot } = session
  if (command.credential !== null && phase !== 'sealing') {
    if (!hot.yielded) emit(turn, { type: 'ActuationYielded', why: 'credential' })
    return
  }
  if (phase === 'unlocking') {
    if (hot.mark === 'sent') {
      emit(turn, { type: 'DoorUnlocked', why: command.q === null ? 'report' : 'answer' })
      issue(turn, { type: 'TellCourier', sid: session.sid, say: 'open', code: null })
    } else {
      raiseAlarm(turn, 'UNLOCKED_UNASKED')
      relock(turn, 'alarm')
    }
  } else if (phase === 'relocking' || phase === 'unproved') {
    if (command.source === 'manual') emit(turn, { type: 'LockContradicted', n: hot.contradictions + 1 })
    askDoorWhenFree(turn)
  } else if (phase === 'sealing' && !hot.takenOver) {
    raiseAlarm(turn, 'REOPENED')
    relock(turn, 'reopened')
  }
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
  if (phase !== 'inside' || !session || !('hot' in session) || command.q === null) return
  if (!session.hot.unlockSeen) {
    if (!session.hot.distrusted) emit(turn, { type: 'WitnessDistrusted', why: 'locked-while-open' })
  } else if (command.q !== null) issue(turn, { type: 'NotifyOwner', notice: 'BOLT_OUT', sid: session.sid })
}

function boltJammed(turn: Turn): void {
  const phase = phaseOf(turn.door)
  if (phase === 'authorising' || phase === 'proving') return back(turn, 'LOCK_FAULT')
  const ours = turn.door.gate.hand?.stage === 'relocking' || turn.door.gate.lockAsked !== null
  if (phase === 'idle' || phase === 'armed') {
    if (ours) raiseAlarm(turn, 'BOLT_JAMMED')
    return
  }
  if (phase === 'sealing') return
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
  askIfSurprised(turn, before, q)
}

function contactOpenCold(turn: Turn, before: DoorState): void {
  const { hand } = turn.door.gate
  // While a person's opening is under way its dead-man has done its part the moment the leaf moves.
  if (hand?.stage === 'opened' && before.gate.hand?.stage === 'sent')
    issue(turn, { type: 'DisarmDeadman', op: hand.op })
  if (hand && hand.stage !== 'arming') return
  usedWhileIdle(turn, before, 'opened')
}

function contactOpen(turn: Turn, command: ContactCommand, before: DoorState): void {
  const { session } = turn.door
  const phase = phaseOf(turn.door)
  if (phase === 'idle' || phase === 'armed') return contactOpenCold(turn, before)
  if (phase === 'authorising' || phase === 'proving') return back(turn, 'DOOR_IN_USE')
  if (!session || !('hot' in session) || phase === 'inside') return
  const why = command.q === null ? 'report' : 'answer'
  const { hot, sid } = session
  if (phase === 'unlocking' || phase === 'unlocked') {
    emit(turn, { type: 'DoorOpened', why })
    if (hot.mark !== 'sent' && phase === 'unlocking') raiseAlarm(turn, 'OPENED_UNASKED')
    issue(turn, { type: 'TellCourier', sid, say: 'place', code: null })
  } else if (phase === 'relocking' || phase === 'unproved') {
    if (hot.opened !== null) emit(turn, { type: 'DoorReopened' })
    else {
      emit(turn, { type: 'DoorOpened', why })
      raiseAlarm(turn, 'OPENED_UNASKED')
    }
  } else if (!hot.takenOver) {
    raiseAlarm(turn, 'REOPENED')
    relock(turn, 'reopened')
  }
}

function contactClosed(turn: Turn, before: DoorState): void {
  const { session, gate } = turn.door
  const phase = phaseOf(turn.door)
  if (phase === 'proving') tryCommit(turn)
  if (phase === 'inside' && session && 'hot' in session) {
    const from = session.hot.opened ?? turn.command.at
    emit(turn, { type: 'DoorClosed' })
    issue(turn, { type: 'TakePhoto', sid: session.sid, from, to: turn.command.at })
    issue(turn, { type: 'SendPhoto', sid: session.sid })
    issue(turn, { type: 'TellCourier', sid: session.sid, say: 'close', code: null })
    return relock(turn, 'closed')
  }
  if (gate.hand?.stage === 'opened' && before.gate.contact.word === 'open') return relock(turn, 'hand')
  if (isJudged(turn)) judge(turn)
}

export function reportContact(turn: Turn, command: ContactCommand): void {
  if (isStale(turn, command.q)) return
  const before = turn.door
  const { contact, q, source } = command
  emit(turn, { type: 'ContactObserved', contact, q, source })
  if (contact === 'open') contactOpen(turn, command, before)
  else if (contact === 'closed') contactClosed(turn, before)
  askIfSurprised(turn, before, q)
}
