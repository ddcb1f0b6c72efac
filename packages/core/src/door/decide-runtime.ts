// What the runtime tells: how an unlock fared, what was stored, and that the hub was born again.
import type { CommandOf } from './commands.ts'
import type { HandOpening } from './door-state.ts'
import { handSent, refuseHand } from './decide-hand.ts'
import { startSealing } from './judge.ts'
import { askDoor, askDoorWhenFree, back, relock, revokePin } from './relock.ts'
import { type Turn, emit, issue, raiseAlarm } from './turn.ts'

export function reportEffect(turn: Turn, command: CommandOf<'ReportEffect'>): void {
  const { op } = command
  const { session, gate } = turn.door
  if (gate.hand?.op === op) {
    if (command.result === 'sent') return handSent(turn)
    emit(turn, { type: 'UnlockVoided', op, code: command.code })
    return refuseHand(turn, command.code)
  }
  if (!session || !('hot' in session) || session.hot.op !== op) return
  if (command.result === 'sent') {
    emit(turn, { type: 'UnlockSent', op })
    if (session.phase === 'unlocking') askDoorWhenFree(turn)
    else revokePin(turn)
    return
  }
  emit(turn, { type: 'UnlockVoided', op, code: command.code })
  if (session.phase !== 'unlocking') return
  issue(turn, { type: 'OfferFallback', sid: session.sid, code: command.code, suspicious: true })
  issue(turn, { type: 'TellCourier', sid: session.sid, say: 'refused', code: command.code })
  relock(turn, 'void')
}

export function reportDelivered(turn: Turn, { alarm, channel }: CommandOf<'ReportDelivered'>): void {
  emit(turn, { type: 'AlarmDelivered', alarm, channel })
}

export function reportPhoto(turn: Turn, command: CommandOf<'ReportPhoto'>): void {
  const { sid, camera, sha256, bytes, captured, file } = command
  emit(turn, { type: 'PhotoTaken', sid, camera, sha256, bytes, captured, file })
}

export function reportSegment(turn: Turn, command: CommandOf<'ReportSegment'>): void {
  const { sid, camera, segment, sha256, bytes, from, to, frames, file } = command
  emit(turn, { type: 'SegmentStored', sid, camera, segment, sha256, bytes, from, to, frames, file })
}

export function reportUnreadable(turn: Turn, { seq, what }: CommandOf<'ReportUnreadable'>): void {
  emit(turn, { type: 'StreamUnreadable', seq, what })
  raiseAlarm(turn, 'EVIDENCE_BROKEN')
}

/** The hub is born again: nothing it knew of the door holds, and an unlock in doubt is never repeated. */
export function restarted(turn: Turn, { epoch, was, rebooted }: CommandOf<'Restarted'>): void {
  const { session: before, gate } = turn.door
  emit(turn, { type: was === 0 ? 'HubStarted' : 'HubRestarted', epoch, was, rebooted })
  if (!turn.door.settings.bare) askDoor(turn)
  if (gate.hand) return restartedHand(turn, gate.hand)
  if (!before) return
  if (before.phase === 'authorising' || before.phase === 'proving') return back(turn, 'RESTART')
  if (!('hot' in before)) return
  const { hot, phase } = before
  if (phase === 'sealing') {
    if (!before.sealed) issue(turn, { type: 'SealEvidence', sid: before.sid })
    return revokePin(turn)
  }
  if (hot.takenOver) return startSealing(turn, 'taken-over')
  if (hot.mark === 'none') emit(turn, { type: 'UnlockVoided', op: hot.op, code: 'RESTART' })
  else if (hot.mark === 'started') emit(turn, { type: 'UnlockUnknown', op: hot.op })
  issue(turn, { type: 'StartRecording', sid: before.sid, op: hot.op, nonce: '' })
  relock(turn, 'restart')
}

function restartedHand(turn: Turn, before: HandOpening): void {
  const { op, mark, stage } = before
  if (stage === 'arming') return refuseHand(turn, 'RESTART')
  if (mark === 'none') emit(turn, { type: 'UnlockVoided', op, code: 'RESTART' })
  else if (mark === 'started') emit(turn, { type: 'UnlockUnknown', op })
  relock(turn, 'restart')
}
