// What deliveries ask: arm, stand back, a carrier's word, and a courier's proof of being at the door.
import { mustNotUnlock } from '../parcel/status.ts'
import { elapsed } from '../time.ts'
import { asksFull } from './asking.ts'
import type { CommandOf } from './commands.ts'
import type { Session } from './door-state.ts'
import { lowerCeiling, modeWithin } from './mode.ts'
import { startProof } from './proof.ts'
import { back } from './relock.ts'
import { ASKS_MAX, PRESENCE_TRIES_MAX, PRESENCE_TRIES_WITHIN } from './settings.ts'
import { type Measure, type Turn, emit, issue, refuse } from './turn.ts'
import type { RefusalCode } from '../codes.ts'

export function armSession(turn: Turn, command: CommandOf<'ArmSession'>): void {
  const { sid, from, to, source, claim, channel, ceiling, parcels, policy, tries } = command
  if (turn.door.settings.bare) return refuse(turn, 'CEILING_PORCH')
  if (turn.door.session) return refuse(turn, 'DOOR_BUSY')
  const within = modeWithin(command.mode, ceiling)
  if (within === null) return refuse(turn, 'CEILING_PORCH')
  // A lock known to keep a PIN for longer than one use is opened with the owner's yes instead.
  const mode = within === 'pin' && turn.door.gate.pin === false ? 'owner' : within
  if (command.wall > to) return refuse(turn, 'OUTSIDE_WINDOW', { value: command.wall, limit: to })
  const facts = { sid, mode, from, to, source, claim, channel, ceiling, parcels, policy }
  emit(turn, { type: 'SessionArmed', ...facts, ...(tries !== undefined && tries > 0 && { tries }) })
}

/** Another visit comes first: a session without power gives the door back and waits. */
export function standBack(turn: Turn, { sid }: CommandOf<'StandBack'>): void {
  const { session } = turn.door
  if (session?.sid !== sid) return refuse(turn, 'OTHER_SESSION')
  if (session.phase !== 'armed') return refuse(turn, 'DOOR_BUSY')
  emit(turn, { type: 'SessionStoodBack' })
}

/**
 * A tightened rule acts at once (decision 22): until an unlock has left, the entry needs the owner's yes from now on. A
 * try under way ends; one that is committed and has not left is refused by the last gate. What is hot is untouched.
 */
export function tightenSession(turn: Turn, { sid }: CommandOf<'TightenSession'>): void {
  const { session } = turn.door
  if (session?.sid !== sid) return refuse(turn, 'OTHER_SESSION')
  if (session.mode === 'owner') return
  if ('hot' in session && (session.phase !== 'unlocking' || session.hot.mark === 'sent')) return
  emit(turn, { type: 'SessionTightened', mode: 'owner' })
  if (session.phase === 'proving') back(turn, 'RULES_TIGHTENED')
}

/** A carrier's word may withdraw power that is not yet used, and never grants any. */
export function reportCarrier(turn: Turn, { sid, status }: CommandOf<'ReportCarrier'>): void {
  const { session } = turn.door
  emit(turn, { type: 'CarrierNoted', sid, status })
  if (session?.sid !== sid || 'hot' in session || !mustNotUnlock(status)) return
  const ceiling = lowerCeiling(session.ceiling, 'owner')
  if (ceiling !== session.ceiling) emit(turn, { type: 'SessionDemoted', ceiling })
  if (session.phase === 'proving') back(turn, 'CARRIER_CONTRARY')
}

interface PresenceDenial extends Measure {
  readonly code: RefusalCode
}

function presenceDenial(
  turn: Turn,
  session: Session,
  command: CommandOf<'ProvePresence'>,
): PresenceDenial | null {
  const { gate, settings } = turn.door
  const { at, wall } = command
  const failures = session.failures.filter((past) => elapsed(past, at) < PRESENCE_TRIES_WITHIN).length
  if (failures >= PRESENCE_TRIES_MAX)
    return { code: 'TOO_MANY_TRIES', value: failures, limit: PRESENCE_TRIES_MAX }
  if (command.fault !== null) return { code: command.fault }
  if (gate.tokens.includes(command.token)) return { code: 'TOKEN_USED' }
  if (!gate.clockOk) return { code: 'CLOCK_UNTRUSTED' }
  if (wall < session.from) return { code: 'OUTSIDE_WINDOW', value: wall, limit: session.from }
  if (wall > session.to) return { code: 'OUTSIDE_WINDOW', value: wall, limit: session.to }
  if (gate.hand) return { code: 'DOOR_IN_USE' }
  const { localDate, count } = gate.openings
  if (localDate === command.localDate && count >= settings.openingsPerDay)
    return { code: 'DAY_LIMIT', value: count, limit: settings.openingsPerDay }
  const full = needsYes(turn, session) ? asksFull(gate.asks, at) : null
  return full === null ? null : { code: 'ASK_LIMIT', value: full, limit: ASKS_MAX }
}

/** A person is asked first. What the lock can do was not known when the door was armed, or has changed since. */
const needsYes = ({ door: { gate } }: Turn, { mode }: Session): boolean =>
  mode === 'owner' || (mode === 'pin' && gate.pin !== true)

/** A limit was reached of which the owner should hear without asking: each time, or once until it has moved on. */
function tellLimit(turn: Turn, { sid }: Session, code: RefusalCode): void {
  if (code === 'DAY_LIMIT') issue(turn, { type: 'NotifyOwner', notice: code, sid })
  if (code === 'ASK_LIMIT' && !turn.door.gate.asks.told)
    issue(turn, { type: 'NotifyOwner', notice: code, sid })
}

/** Failures that say the comer may be guessing count against him; a closed window does not. */
const isGuess: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'PRESENCE_INVALID',
  'PRESENCE_STALE',
  'PRESENCE_OTHER_DOOR',
  'TOKEN_USED',
])

export function provePresence(turn: Turn, command: CommandOf<'ProvePresence'>): void {
  const { session } = turn.door
  if (!session) return refuse(turn, 'NOT_ARMED')
  if (session.sid !== command.sid || session.phase !== 'armed') return refuse(turn, 'DOOR_BUSY')
  const denial = presenceDenial(turn, session, command)
  if (denial) {
    const { code, ...measure } = denial
    if (isGuess.has(code)) emit(turn, { type: 'PresenceFailed', code })
    tellLimit(turn, session, code)
    return refuse(turn, code, measure)
  }
  const { method, token, localDate, nonce } = command
  emit(turn, { type: 'PresenceProved', method, token, localDate })
  const asks = needsYes(turn, session)
  if (asks && session.mode === 'pin') emit(turn, { type: 'SessionTightened', mode: 'owner' })
  if (!asks) return startProof(turn, nonce)
  emit(turn, { type: 'ApprovalAsked', try: session.tries })
  issue(turn, { type: 'NotifyOwner', notice: 'APPROVAL_ASKED', sid: session.sid })
  issue(turn, { type: 'TellCourier', sid: session.sid, say: 'wait', code: null })
}
