// What camera, edge, storage, clock, tamper and fire detectors say.
import type { Op } from '../ids.ts'
import type { CommandOf } from './commands.ts'
import { phaseOf } from './door-state.ts'
import { grantHand, refuseHand } from './decide-hand.ts'
import { tryCommit } from './proof.ts'
import { askDoor, askDoorWhenFree, back, relock } from './relock.ts'
import { type Turn, emit, issue, raiseAlarm } from './turn.ts'

const filmed: ReadonlySet<string> = new Set([
  'proving',
  'unlocking',
  'unlocked',
  'inside',
  'relocking',
  'unproved',
])

export function reportFrame(turn: Turn, command: CommandOf<'ReportFrame'>): void {
  if (!filmed.has(phaseOf(turn.door))) return
  const { camera, captured, grade, changed, durable, sha256, count, doubt } = command
  const seen = { camera, captured, grade, changed, durable, sha256, count }
  emit(turn, { type: 'FrameStored', ...seen, ...(doubt === undefined ? {} : { doubt }) })
  tryCommit(turn)
}

export function reportLiveness(turn: Turn, command: CommandOf<'ReportLiveness'>): void {
  const { session } = turn.door
  // A proof for another try proves nothing about this one.
  if (session?.phase !== 'proving' || session.op !== command.op || session.live) return
  const { method, nonce, camera } = command
  emit(turn, { type: 'LivenessProved', method, nonce, camera })
  tryCommit(turn)
}

export function reportEdge(turn: Turn): void {
  emit(turn, { type: 'EdgeAlive' })
  tryCommit(turn)
}

function deadmanFired(turn: Turn): void {
  const phase = phaseOf(turn.door)
  if (phase === 'authorising' || phase === 'proving') {
    back(turn, 'DEADMAN_UNARMED')
  } else if (phase === 'idle' || phase === 'armed') {
    if (turn.door.gate.hand) raiseAlarm(turn, 'DEADMAN_FIRED')
  } else {
    raiseAlarm(turn, 'DEADMAN_FIRED')
    if (phase === 'unlocking' || phase === 'unlocked') relock(turn, 'alarm')
  }
  askDoorWhenFree(turn)
}

/** The timer was told to end when the door was proved. If it is open again by now, it must run again. */
function deadmanDisarmed(turn: Turn, op: Op): void {
  emit(turn, { type: 'DeadmanDisarmed', op })
  const { session } = turn.door
  if (session && 'hot' in session && session.phase !== 'sealing' && session.hot.op === op)
    issue(turn, { type: 'ArmDeadman', op })
}

export function reportDeadman(turn: Turn, { op, what }: CommandOf<'ReportDeadman'>): void {
  switch (what) {
    case 'armed':
      emit(turn, { type: 'DeadmanArmed', op })
      if (turn.door.gate.hand?.op === op) return grantHand(turn)
      return tryCommit(turn)
    case 'refused': {
      emit(turn, { type: 'DeadmanRefused', op })
      const { session, gate } = turn.door
      if (gate.hand?.op === op && gate.hand.stage === 'arming') return refuseHand(turn, 'DEADMAN_UNARMED')
      if (session?.phase === 'proving' && session.op === op) back(turn, 'DEADMAN_UNARMED')
      return
    }
    case 'disarmed':
      return deadmanDisarmed(turn, op)
    case 'fired':
      emit(turn, { type: 'DeadmanFired', op })
      return deadmanFired(turn)
  }
}

export function reportEdgeAlarm(turn: Turn, command: CommandOf<'ReportEdgeAlarm'>): void {
  const { op, why, silentFor, noted, sig } = command
  emit(turn, { type: 'EdgeAlarm', op, why, silentFor, at: noted, sig })
  // It sounds by itself, until a person has answered.
  raiseAlarm(turn, 'DEADMAN_FIRED')
  askDoorWhenFree(turn)
}

export function reportStorage(turn: Turn, { ok }: CommandOf<'ReportStorage'>): void {
  if (ok === turn.door.gate.storageOk) return
  emit(turn, { type: 'StorageNoted', ok })
  if (ok) return tryCommit(turn)
  const phase = phaseOf(turn.door)
  if (phase === 'authorising' || phase === 'proving') return back(turn, 'STORAGE')
  if (phase === 'idle' || phase === 'armed') return
  raiseAlarm(turn, 'STORAGE_LOST')
  if (phase === 'unlocking' || phase === 'unlocked') relock(turn, 'alarm')
}

export function reportClock(turn: Turn, { ok }: CommandOf<'ReportClock'>): void {
  const { clockOk, clockDoubted } = turn.door.gate
  // After a start it is not trusted before anybody has judged it: that it was judged to be wrong must be written.
  if (ok === clockOk && ok !== clockDoubted) return
  emit(turn, { type: 'ClockNoted', ok })
  tryCommit(turn)
}

export function reportTamper(turn: Turn, { on }: CommandOf<'ReportTamper'>): void {
  if (on === turn.door.gate.tamper) return
  emit(turn, { type: 'TamperNoted', on })
  if (!on) return tryCommit(turn)
  raiseAlarm(turn, 'TAMPER')
  const phase = phaseOf(turn.door)
  if (phase === 'authorising' || phase === 'proving') back(turn, 'TAMPER')
  else if (phase === 'unlocking' || phase === 'unlocked') relock(turn, 'alarm')
}

export function reportFire(turn: Turn, { on }: CommandOf<'ReportFire'>): void {
  if (on === turn.door.gate.fire) return
  emit(turn, { type: 'FireNoted', on })
  const phase = phaseOf(turn.door)
  if (on) {
    raiseAlarm(turn, 'FIRE')
    if (phase === 'authorising' || phase === 'proving') back(turn, 'FIRE')
    return
  }
  if (phase === 'inside') return askDoorWhenFree(turn)
  if (phase === 'unlocking' || phase === 'unlocked' || phase === 'relocking' || phase === 'unproved')
    relock(turn, 'fire-off')
}

const lockMatters: ReadonlySet<string> = new Set(['unlocked', 'inside', 'relocking', 'unproved'])

export function reportLost(turn: Turn, { device }: CommandOf<'ReportLost'>): void {
  emit(turn, { type: 'DeviceLost', device })
  const phase = phaseOf(turn.door)
  if (device === 'lock' && lockMatters.has(phase)) raiseAlarm(turn, 'LOCK_LOST_OPEN')
}

export function reportFitness(turn: Turn, { unfit, pin = false }: CommandOf<'ReportFitness'>): void {
  const { gate } = turn.door
  if (unfit === gate.unfit && pin === gate.pin) return
  emit(turn, { type: 'FitnessNoted', unfit, pin })
  // The devices have only now begun to listen: an earlier question was not heard.
  askDoor(turn)
  tryCommit(turn)
}
