// A deadline is reached: each timer has one consequence, and each consequence moves the state past the timer.
import { type Due, type TimerName, deadlinesOf } from './deadlines.ts'
import { refuseHand } from './decide-hand.ts'
import { isUnsettled } from './decide-people.ts'
import type { StandingAlarm } from './door-state.ts'
import type { DeadlineName } from './events.ts'
import { denied } from './permissives.ts'
import { lagOver } from './decide-watch.ts'
import { isPinOut } from './hot-state.ts'
import { askDoor, back, closeCold, lockDoor, relock, revokePin } from './relock.ts'
import { sealOver } from './sealing.ts'
import { type Turn, emit, issue, raiseAlarm, repeatAlarm } from './turn.ts'

function alarmDue(turn: Turn, standing: StandingAlarm): void {
  const { alarm, acknowledged } = standing
  if (acknowledged && !isUnsettled(turn.door)) return emit(turn, { type: 'AlarmEnded', alarm })
  repeatAlarm(turn, standing)
}

function repeatAlarms(turn: Turn): void {
  for (const standing of turn.door.gate.alarms) if (standing.next <= turn.command.at) alarmDue(turn, standing)
}

function cameraLost(turn: Turn): void {
  const { session } = turn.door
  if (!session || !('hot' in session)) return
  emit(turn, { type: 'CameraLost', captured: session.hot.frames.newestGood })
  raiseAlarm(turn, 'CAMERA_LOST_OPEN')
  if (session.phase === 'unlocking' || session.phase === 'unlocked') relock(turn, 'alarm')
}

function warnCourier(turn: Turn): void {
  const { session } = turn.door
  if (!session) return
  emit(turn, { type: 'CourierWarned' })
  issue(turn, { type: 'TellCourier', sid: session.sid, say: 'leave', code: null })
}

function proveOver(turn: Turn): void {
  const { at, wall } = turn.command
  const { code, ...measure } = denied(turn.door, at, wall) ?? { code: 'START_UNPROVED' as const }
  back(turn, code, measure)
}

/** An opening by hand did not come to its end in time. */
function handOver(turn: Turn): void {
  switch (turn.door.gate.hand?.stage) {
    case undefined:
      return
    case 'arming':
      return refuseHand(turn, 'DEADMAN_UNARMED')
    case 'committed':
    case 'sent':
      return relock(turn, 'hand')
    case 'opened':
      return raiseAlarm(turn, 'DOOR_LEFT_OPEN')
    case 'relocking':
      return raiseAlarm(turn, 'RELOCK_UNPROVED')
  }
}

/** Who could shout is not heard any more: a PIN must not wait for that. */
function edgeSilent(turn: Turn): void {
  const { session } = turn.door
  raiseAlarm(turn, 'EDGE_SILENT')
  if (session?.phase === 'unlocking' && session.hot.pin !== null) relock(turn, 'alarm')
}

type Consequence = (turn: Turn) => void

const journaled: Readonly<Record<DeadlineName, Consequence>> = {
  expire: (turn) => {
    const sid = turn.door.session?.sid ?? null
    closeCold(turn, 'expired')
    issue(turn, { type: 'NotifyOwner', notice: 'EXPIRED', sid })
  },
  approve: (turn) => back(turn, 'APPROVAL_TIMEOUT'),
  prove: proveOver,
  unlock: (turn) => relock(turn, 'unmoved'),
  open: (turn) => relock(turn, 'unopened'),
  inside: (turn) => raiseAlarm(turn, 'DOOR_LEFT_OPEN'),
  relock: (turn) => {
    const { session } = turn.door
    emit(turn, { type: 'RelockUnproved' })
    raiseAlarm(turn, 'RELOCK_UNPROVED')
    if (session && 'hot' in session && isPinOut(session.hot)) raiseAlarm(turn, 'PIN_STANDING')
  },
  insecure: (turn) => raiseAlarm(turn, 'INSECURE_TOO_LONG'),
  boot: () => {},
  seal: sealOver,
  edge: edgeSilent,
  tail: (turn) => raiseAlarm(turn, 'DOOR_UNANSWERING'),
  hand: handOver,
  ask: (turn) => {
    emit(turn, { type: 'LockAskEnded', why: 'unproved' })
    raiseAlarm(turn, 'RELOCK_UNPROVED')
  },
}

/** Rhythms, not deadlines of a visit: they leave no line of their own. */
const rhythms: Readonly<Record<Exclude<TimerName, DeadlineName>, Consequence>> = {
  query: askDoor,
  lock: (turn) => lockDoor(turn, 'retry'),
  camera: cameraLost,
  alarm: repeatAlarms,
  warn: warnCourier,
  pin: revokePin,
  lag: lagOver,
  silent: (turn) => emit(turn, { type: 'DeviceLost', device: 'contact' }),
}

const isJournaled = (name: TimerName): name is DeadlineName => name in journaled

function bootOver(turn: Turn, wasHot: boolean): void {
  const { session } = turn.door
  const hot = wasHot || (session !== null && 'hot' in session)
  raiseAlarm(turn, hot ? 'RESTARTED_OPEN' : 'RESTARTED_UNPROVED')
}

function reach(turn: Turn, { name, due }: Due): void {
  if (!isJournaled(name)) return rhythms[name](turn)
  const boot = turn.door.gate.boot
  emit(turn, { type: 'DeadlineReached', name, due })
  if (name === 'boot') bootOver(turn, boot?.wasHot ?? false)
  else journaled[name](turn)
}

/** Consequences of one visit; each moves the state, so the list only shrinks. */
const STEPS_MAX = 32

/**
 * The earliest. Of a late visit all consequences are drawn at once, and by what is known now: that the contact is lost
 * comes before them, unless it was not asked in time.
 */
function nextDue({ door, command }: Turn): Due | undefined {
  const due = deadlinesOf(door).filter((each) => each.due <= command.at)
  const isSilent = due.some(({ name }) => name === 'silent')
  return (isSilent ? due.find(({ name }) => name === 'query' || name === 'silent') : null) ?? due[0]
}

export function reachDeadline(turn: Turn): void {
  for (let step = 0; step < STEPS_MAX; step++) {
    const due = nextDue(turn)
    if (!due) return
    reach(turn, due)
  }
}
