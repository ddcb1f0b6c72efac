// From presence to the committed unlock: start the proof, and commit the moment every permissive holds.
import { after } from '../time.ts'
import { sessionOp } from '../ids.ts'
import { denied } from './permissives.ts'
import { askDoor } from './relock.ts'
import { PIN_LIFE } from './settings.ts'
import { type Turn, emit, issue } from './turn.ts'

export function startProof(turn: Turn, nonce: string): void {
  const { session, settings } = turn.door
  if (session?.phase !== 'authorising') return
  const { sid } = session
  const op = sessionOp(sid, session.tries)
  const third = settings.thirdWitness
  emit(turn, { type: 'ProofStarted', op, nonce, ...(third !== null && { third }) })
  issue(turn, { type: 'StartRecording', sid, op, nonce })
  issue(turn, { type: 'ArmDeadman', op })
  issue(turn, { type: 'TellCourier', sid, say: 'wait', code: null })
  askDoor(turn)
}

/** Commits the unlock, or in its place a PIN for one use, if nothing denies it. Only the runtime's last gate lets it out. */
export function tryCommit(turn: Turn): void {
  const { session, settings } = turn.door
  if (session?.phase !== 'proving') return
  const { at, wall } = turn.command
  if (denied(turn.door, at, wall) !== null) return
  const { op, mode } = session
  const notAfter = after(at, settings.timers.notAfter)
  // The watch after the visit before ends here: its op is released at the edge, or that would miss the hub later on.
  const { tail } = turn.door.gate
  if (tail) issue(turn, { type: 'ReleaseEdge', op: tail.op })
  if (mode === 'pin') {
    const endsAt = after(at, PIN_LIFE)
    emit(turn, { type: 'UnlockCommitted', op, notAfter, mode, endsAt })
    return issue(turn, { type: 'GrantPin', op, notAfter, endsAt })
  }
  emit(turn, { type: 'UnlockCommitted', op, notAfter, mode })
  issue(turn, { type: 'UnlockDoor', op, notAfter })
}
