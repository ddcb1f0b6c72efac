// The PIN of a visit: what the lock says of it, and that it is forgotten before anything is called secure (threats G9).
import { elapsed } from '../time.ts'
import type { CommandOf } from './commands.ts'
import { type Session, phaseOf } from './door-state.ts'
import { type Hot, isPinOut } from './hot-state.ts'
import { judge } from './judge.ts'
import { revokePin } from './relock.ts'
import { closeSealed } from './sealing.ts'
import { UNSEEN_AFTER } from './settings.ts'
import { type Turn, emit, issue, raiseAlarm } from './turn.ts'

/** An opening that only a PIN or an unknown hand can have made, with no picture of its moment. */
export function tellUnseen(turn: Turn, hot: Hot): void {
  if (hot.pin === null || hot.sent === null) return
  const { newest } = hot.frames
  const isSeen = !hot.pin.blind && newest !== null && elapsed(newest, turn.command.at) <= UNSEEN_AFTER
  if (!isSeen) raiseAlarm(turn, 'UNSEEN_OPENING')
}

/** A PIN that this door knows nothing of: whatever it was for, it must not stand, and nobody may have come in by it. */
function reportStrangePin(turn: Turn, { op, what }: CommandOf<'ReportPin'>): void {
  emit(turn, { type: 'PinNoted', op, what })
  if (what === 'stored') issue(turn, { type: 'RevokePin', op })
  if (what === 'used') raiseAlarm(turn, 'UNLOCKED_UNASKED')
}

function closeIfSealed(turn: Turn, session: Session): void {
  if (session.phase === 'sealing' && session.sealed && !isPinOut(session.hot)) closeSealed(turn, session)
}

export function reportPin(turn: Turn, command: CommandOf<'ReportPin'>): void {
  const { op, what } = command
  const before = turn.door.session
  if (!before || !('hot' in before) || before.hot.op !== op || before.hot.pin === null)
    return reportStrangePin(turn, command)
  const wasOut = isPinOut(before.hot)
  emit(turn, { type: 'PinNoted', op, what })
  const { session } = turn.door
  if (!session || !('hot' in session)) return
  if (what === 'used' && wasOut) tellUnseen(turn, session.hot)
  // A lock that got it only now, while it is to be forgotten already.
  const phase = phaseOf(turn.door)
  if (what === 'stored' && isPinOut(session.hot) && phase !== 'unlocking') return revokePin(turn)
  if (what === 'stored') return
  closeIfSealed(turn, session)
  judge(turn)
}
