// One decision in the making: what is emitted applies at once, so the next line of a decision sees it.
import type { AlarmCode, RefusalCode } from '../codes.ts'
import { alarmId, type SessionId } from '../ids.ts'
import { elapsed } from '../time.ts'
import { isCalm } from './calm.ts'
import type { DoorCommand } from './commands.ts'
import type { DoorState, StandingAlarm } from './door-state.ts'
import type { Effect } from './effects.ts'
import type { DoorEvent, DoorEventBody } from './events.ts'
import { evolve } from './evolve.ts'
import { ALARM_ESCALATION } from './settings.ts'

export interface Decided {
  readonly event: DoorEvent
  readonly session: SessionId | null
  /** A quiet confirmation of what was believed: applied, counted, not written. */
  readonly quiet: boolean
}

export interface Issued {
  readonly effect: Effect
  readonly session: SessionId | null
  readonly quiet: boolean
}

/** Local to one call of `decide`; nothing of it is seen outside before the decision is whole. */
export interface Turn {
  door: DoorState
  readonly command: DoorCommand
  readonly decided: Decided[]
  readonly issued: Issued[]
}

export const beginTurn = (door: DoorState, command: DoorCommand): Turn => ({
  door,
  command,
  decided: [],
  issued: [],
})

function confirms({ gate }: DoorState, event: DoorEventBody): boolean {
  switch (event.type) {
    case 'QueryIssued':
    case 'EdgeAlive':
      return true
    case 'BoltObserved':
      return event.q !== null && event.bolt === gate.bolt.word && event.battery === gate.battery
    case 'ContactObserved':
      return event.q !== null && event.contact === gate.contact.word
    default:
      return false
  }
}

const sessionOf = (before: DoorState, after: DoorState, event: DoorEventBody): SessionId | null => {
  if ('sid' in event) return event.sid
  return before.session?.sid ?? after.session?.sid ?? null
}

export function emit(turn: Turn, body: DoorEventBody): void {
  const { at, wall } = turn.command
  const event: DoorEvent = { ...body, mono: at, wall }
  // That it sounds again is told by its effect; who hears it again, only by this.
  const repeats = event.type === 'AlarmRepeated' && !event.anew
  const quiet = repeats || (isCalm(turn.door) && confirms(turn.door, event))
  const before = turn.door
  turn.door = evolve(before, event)
  turn.decided.push({ event, session: sessionOf(before, turn.door, event), quiet })
}

export function issue(turn: Turn, effect: Effect): void {
  const session = 'sid' in effect && effect.sid !== null ? effect.sid : (turn.door.session?.sid ?? null)
  turn.issued.push({ effect, session, quiet: effect.type === 'QueryDoor' && isCalm(turn.door) })
}

export interface Measure {
  readonly value?: number | undefined
  readonly limit?: number | undefined
}

/** The domain says no: an event, never an exception. It names who asked, where a person did. */
export function refuse(turn: Turn, code: RefusalCode, measure: Measure = {}): void {
  const { command } = turn
  const asked = 'actor' in command ? { by: command.actor.by, face: command.actor.face } : {}
  emit(turn, { type: 'Refused', command: command.type, code, ...measure, ...asked })
}

/** The level below which an alarm of this kind never sounds: who calls for the siren hears it at once. */
const levelOf = (kind: AlarmCode): number => (kind === 'OWNER_CALLED' ? 1 : 0)

/** Told with every report of what goes on: who answered it has heard of it, and it comes back by itself. */
const goesOn: ReadonlySet<AlarmCode> = new Set<AlarmCode>([
  'BOLT_JAMMED',
  'CAMERA_LOST_OPEN',
  'WITNESSES_DISAGREE',
  'TOO_MANY_PEOPLE',
  'SECOND_ENTRY',
  'LEFT_INSIDE',
])

/** Raises an alarm; one of a kind stands at a time. */
export function raiseAlarm(turn: Turn, kind: AlarmCode): void {
  const { gate, door } = turn.door
  const standing = gate.alarms.find((each) => each.kind === kind)
  // Who answered the first did not hear of this one.
  if (standing)
    return standing.acknowledged && !goesOn.has(kind) ? repeatAlarm(turn, standing, true) : undefined
  const alarm = alarmId(`${door}!${gate.epoch}.${gate.alarmCount}`)
  emit(turn, { type: 'AlarmRaised', alarm, kind })
  issue(turn, { type: 'RaiseAlarm', alarm, kind, level: levelOf(kind), quiet: [] })
}

/** Louder the longer it stands. `anew`: also to those who had answered what was before. */
export function repeatAlarm(turn: Turn, { alarm, kind, raised }: StandingAlarm, anew = false): void {
  const age = elapsed(raised, turn.command.at)
  const level = Math.max(levelOf(kind), ALARM_ESCALATION.filter((from) => age >= from).length - 1)
  emit(turn, { type: 'AlarmRepeated', alarm, level, anew })
  const quiet = turn.door.gate.alarms.find((each) => each.alarm === alarm)?.quiet ?? []
  issue(turn, { type: 'RaiseAlarm', alarm, kind, level, quiet: quiet.map(({ by }) => by) })
}
