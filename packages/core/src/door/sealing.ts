// The end of a visit that was hot: its evidence is sealed, its PIN is forgotten, and only then it is closed.
import type { Session } from './door-state.ts'
import { isPinOut } from './hot-state.ts'
import type { CommandOf } from './commands.ts'
import { type Turn, emit, issue, raiseAlarm, refuse } from './turn.ts'

type Sealing = Extract<Session, { readonly phase: 'sealing' }>

/** Closes a visit whose evidence is whole. */
export function closeSealed(turn: Turn, { sid, outcome, secured, hot }: Sealing): void {
  const unexercised = hot.opened === null
  emit(turn, { type: 'SessionClosed', outcome, secured, unexercised })
  if (unexercised) issue(turn, { type: 'NotifyOwner', notice: 'UNEXERCISED', sid })
  issue(turn, { type: 'TellCourier', sid, say: outcome === 'delivered' ? 'thanks' : 'ended', code: null })
}

export function evidenceSealed(turn: Turn, { sid }: CommandOf<'EvidenceSealed'>): void {
  const { session } = turn.door
  if (session?.phase !== 'sealing' || session.sid !== sid || session.sealed)
    return refuse(turn, 'OTHER_SESSION')
  emit(turn, { type: 'EvidenceSealed' })
  // A visit is not closed while its PIN may stand (S31): the report of the lock closes it.
  if (!isPinOut(session.hot)) closeSealed(turn, session)
}

/** The time to seal is over. */
export function sealOver(turn: Turn): void {
  const { session } = turn.door
  if (session?.phase !== 'sealing') return
  if (isPinOut(session.hot)) return raiseAlarm(turn, 'PIN_STANDING')
  if (session.sealed) return closeSealed(turn, session)
  const { secured, hot, sid } = session
  emit(turn, { type: 'SessionClosed', outcome: 'unsealed', secured, unexercised: hot.opened === null })
  issue(turn, { type: 'NotifyOwner', notice: 'UNSEALED', sid })
}
