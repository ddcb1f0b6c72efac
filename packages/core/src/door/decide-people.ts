// What people ask: yes, no, stop, I am at the door. A person's no wins over everything that opens.
import { elapsed } from '../time.ts'
import type { CommandOf } from './commands.ts'
import type { DoorState } from './door-state.ts'
import { endHand, startSealing } from './judge.ts'
import { provedBy } from './permissives.ts'
import { startProof } from './proof.ts'
import { back, closeCold, relock } from './relock.ts'
import { PICTURE_AGE_MAX } from './settings.ts'
import { type Turn, emit, issue, raiseAlarm, refuse, repeatAlarm } from './turn.ts'

export function approveEntry(turn: Turn, command: CommandOf<'ApproveEntry'>): void {
  const { session } = turn.door
  if (session?.phase !== 'authorising') return refuse(turn, 'NOT_ASKED')
  if (session.sid !== command.sid) return refuse(turn, 'OTHER_SESSION')
  if (session.tries !== command.try)
    return refuse(turn, 'OTHER_TRY', { value: command.try, limit: session.tries })
  const { captured, sha256 } = command.picture
  const pictureAge = captured === null ? null : elapsed(captured, command.received)
  if (pictureAge === null || pictureAge > PICTURE_AGE_MAX)
    return refuse(turn, 'PICTURE_STALE', { value: pictureAge ?? undefined, limit: PICTURE_AGE_MAX })
  const { by, face } = command.actor
  emit(turn, { type: 'EntryApproved', by, face, try: command.try, picture: sha256, pictureAge })
  startProof(turn, command.nonce)
}

/** A no or a stop: before the commit the visit ends; after it the door is made safe. */
export function stopSession(
  turn: Turn,
  command: CommandOf<'DenyEntry' | 'AbortSession' | 'RequestLock'>,
): void {
  const { session } = turn.door
  if (!session || session.phase === 'sealing') return refuse(turn, 'NOT_HOT')
  if ('sid' in command && command.sid !== session.sid) return refuse(turn, 'OTHER_SESSION')
  const { by, face } = command.actor
  const { received } = command
  emit(turn, { type: command.type === 'DenyEntry' ? 'DenyNoted' : 'AbortNoted', by, face, received })
  if (!('hot' in session)) return closeCold(turn, 'cancelled')
  if (session.phase === 'inside') {
    issue(turn, { type: 'TellCourier', sid: session.sid, say: 'leave', code: null })
    return
  }
  if (session.phase === 'unlocking' || session.phase === 'unlocked') relock(turn, 'abort')
}

/** The hand wins: no more actuation, deadlines end, the visit is sealed as it is. */
function takeOver(turn: Turn, command: CommandOf<'TakeOver' | 'AcknowledgeAlarm' | 'RequestOpen'>): void {
  const { by, face } = command.actor
  // Somebody stands at the door: a courier whose entry is just being asked or proved is not let in as well.
  back(turn, 'DOOR_IN_USE')
  emit(turn, { type: 'OwnerTookOver', by, face })
  const { session } = turn.door
  if (session && 'hot' in session && session.phase !== 'sealing') startSealing(turn, 'taken-over')
  endHand(turn, 'hand')
}

export function takeOverSession(turn: Turn, command: CommandOf<'TakeOver' | 'RequestOpen'>): void {
  const { session } = turn.door
  if (!session) return refuse(turn, 'NOT_HOT')
  if (session.phase === 'authorising' || session.phase === 'proving') return back(turn, 'DOOR_IN_USE')
  if (!('hot' in session) || session.phase === 'sealing') return refuse(turn, 'NOT_HOT')
  takeOver(turn, command)
}

/** Something of ours is still unproved: an acknowledged alarm comes back. */
export function isUnsettled({ session, gate }: DoorState): boolean {
  if (session && 'hot' in session && session.phase !== 'sealing') return true
  if (gate.hand?.stage === 'relocking' || gate.lockAsked !== null || gate.boot) return true
  return gate.tail !== null && provedBy(gate) === null
}

export function acknowledgeAlarm(turn: Turn, command: CommandOf<'AcknowledgeAlarm'>): void {
  const { alarms } = turn.door.gate
  const { secureByEye, actor } = command
  const named = alarms.find(({ alarm }) => alarm === command.alarm)
  if (!named) return refuse(turn, 'NO_ALARM')
  if (secureByEye && actor.face !== 'owner-page') return refuse(turn, 'RIGHT_MISSING')
  const unsettled = isUnsettled(turn.door)
  // Who stands at the door and sees it shut answers every alarm of this door at once.
  for (const { alarm } of secureByEye ? alarms : [named]) {
    emit(turn, { type: 'AlarmAcknowledged', alarm, by: actor.by, face: actor.face, secureByEye })
    if (secureByEye || !unsettled) emit(turn, { type: 'AlarmEnded', alarm })
  }
  if (secureByEye && unsettled) takeOver(turn, command)
}

/**
 * A person calls the alarm, with the siren at once. It moves no bolt and ends like any other alarm. While it sounds a
 * second call changes nothing; one that was acknowledged sounds again.
 */
export function callAlarm(turn: Turn, { actor: { by, face } }: CommandOf<'CallAlarm'>): void {
  if (face !== 'owner-page') return refuse(turn, 'RIGHT_MISSING')
  const standing = turn.door.gate.alarms.find(({ kind }) => kind === 'OWNER_CALLED')
  if (standing && !standing.acknowledged) return
  emit(turn, { type: 'AlarmCalled', by, face })
  if (standing) repeatAlarm(turn, standing, true)
  else raiseAlarm(turn, 'OWNER_CALLED')
}
