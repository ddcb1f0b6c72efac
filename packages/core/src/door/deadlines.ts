// Deadlines as data: worked out from the state, so none can outlive its reason.
import { type Duration, type Instant, after, milliseconds } from '../time.ts'
import { lagDue } from './decide-watch.ts'
import { type DoorState, phaseOf } from './door-state.ts'
import { type Hot, isPinOut } from './hot-state.ts'
import type { DeadlineName } from './events.ts'
import { isAnswered, mayLock } from './relock.ts'
import {
  CAMERA_SILENCE_MAX,
  CONTACT_SILENCE_MAX,
  EDGE_SILENCE_MAX,
  HAND_ARM_MAX,
  INSECURE_MAX,
  LOCK_RETRY,
  QUERY_TIMEOUT,
  SEAL_MAX,
  TAIL_SILENCE_MAX,
} from './settings.ts'

export type TimerName =
  | DeadlineName
  | 'query'
  | 'lock'
  | 'camera'
  | 'alarm'
  | 'warn'
  | 'pin'
  | 'lag'
  | 'silent'

export interface Due {
  readonly name: TimerName
  readonly due: Instant
}

const gap: Readonly<Record<'busy' | 'inside' | 'tail' | 'idle', Duration>> = {
  busy: milliseconds(1500),
  inside: milliseconds(5000),
  tail: milliseconds(5000),
  idle: milliseconds(60_000),
}

function queryGap({ gate, session }: DoorState): Duration {
  switch (session?.phase) {
    case 'proving':
    case 'relocking':
    case 'unproved':
      return gap.busy
    case 'unlocking':
    case 'unlocked':
    case 'inside':
    case 'sealing':
      return gap.inside
    default:
      if (gate.boot || gate.lockAsked !== null || gate.hand?.stage === 'relocking') return gap.busy
      return gate.tail || gate.hand ? gap.tail : gap.idle
  }
}

function queryDue(door: DoorState): Instant | null {
  const { question, bolt, contact } = door.gate
  if (door.gate.epoch === 0 || door.settings.bare) return null
  if (question.asked === null) return door.gate.boot?.at ?? null
  if (!isAnswered(door.gate)) return after(question.asked, QUERY_TIMEOUT)
  // Of a question alone: who talks unasked must not put off the question to the other.
  const answered = Math.max(question.asked, bolt.answered ?? 0, contact.answered ?? 0) as Instant // cast: a maximum of instants
  return after(answered, queryGap(door))
}

/** The contact was asked and said nothing for so long that its last word is of the past. */
function silentDue({ gate: { contact, question } }: DoorState): Instant | null {
  if (contact.word === 'unknown' || contact.seen === null || question.asked === null) return null
  // A hub that slept has not asked: the contact has its time to answer first.
  return later(after(contact.seen, CONTACT_SILENCE_MAX), after(question.asked, QUERY_TIMEOUT))
}

type Table = { [Name in TimerName]?: Instant | null }

function hotDues(door: DoorState, hot: Hot): Table {
  const { gate } = door
  const phase = phaseOf(door)
  const pin = pinDue(hot)
  if (phase === 'sealing') return { pin }
  const good = hot.frames.newestGood
  const cameraDue =
    good === null ? hot.cameraGraceUntil : later(after(good, CAMERA_SILENCE_MAX), hot.cameraGraceUntil)
  const edgeSeen = gate.edgeSeen ?? hot.committed
  return {
    pin,
    insecure: hot.insecureTold ? null : hot.insecureBy,
    camera: hot.cameraLost ? null : cameraDue,
    edge: hot.edgeTold ? null : later(after(edgeSeen, EDGE_SILENCE_MAX), hot.cameraGraceUntil),
  }
}

/** The lock is told again to forget a PIN until it says that it has. */
const pinDue = (hot: Hot): Instant | null =>
  hot.pin?.revoked != null && isPinOut(hot) ? after(hot.pin.revoked, LOCK_RETRY) : null

const later = (a: Instant, b: Instant | null): Instant => (b !== null && b > a ? b : a)

/** How much of the time inside passes before the courier is reminded. */
const WARN_AT = 0.6

function sessionDues(door: DoorState): Table {
  const { session, settings, gate } = door
  const { timers } = settings
  if (!session) return {}
  const cold = { expire: session.expireAt }
  switch (session.phase) {
    case 'armed':
      return cold
    case 'authorising':
      return { ...cold, approve: after(session.since, timers.approve) }
    case 'proving':
      return { ...cold, prove: after(session.since, timers.prove) }
    case 'unlocking':
      return {
        ...hotDues(door, session.hot),
        unlock: session.hot.pin?.endsAt ?? after(session.since, timers.unlock),
      }
    case 'unlocked':
      return { ...hotDues(door, session.hot), open: after(session.since, timers.open) }
    case 'inside': {
      const { hot } = session
      const warnAt = after(session.since, milliseconds(timers.inside * WARN_AT))
      return {
        ...hotDues(door, hot),
        inside: hot.leftOpenTold ? null : hot.leaveBy,
        warn: hot.warned ? null : warnAt,
      }
    }
    case 'relocking':
    case 'unproved': {
      const issued = gate.lock.issued
      return {
        ...hotDues(door, session.hot),
        relock: session.phase === 'relocking' ? after(session.since, timers.relock) : null,
        lock: issued === null || !mayLock(door) ? null : after(issued, LOCK_RETRY),
      }
    }
    case 'sealing':
      return {
        ...hotDues(door, session.hot),
        seal: session.pinTold && isPinOut(session.hot) ? null : after(session.since, SEAL_MAX),
      }
  }
}

function handDue({ gate: { hand }, settings: { timers } }: DoorState): Instant | null {
  if (!hand || hand.alarmed) return null
  switch (hand.stage) {
    case 'arming':
      return after(hand.since, HAND_ARM_MAX)
    case 'committed':
      return after(hand.since, timers.unlock)
    case 'sent':
      return after(hand.since, timers.open)
    case 'opened':
      return after(hand.committed ?? hand.since, INSECURE_MAX)
    case 'relocking':
      return after(hand.since, timers.relock)
  }
}

function gateDues(door: DoorState): Table {
  const { gate } = door
  const busy = gate.hand?.stage === 'relocking' || gate.lockAsked !== null
  const alarm = gate.alarms.reduce<Instant | null>(
    (first, { next }) => (first === null || next < first ? next : first),
    null,
  )
  const unanswering = gate.alarms.some(({ kind }) => kind === 'DOOR_UNANSWERING')
  const idle = door.session === null || !('hot' in door.session)
  return {
    // Before the next question, which would give it more time again and again.
    silent: silentDue(door),
    query: queryDue(door),
    lag: lagDue(door),
    boot: gate.boot?.by ?? null,
    alarm,
    tail:
      idle && gate.tail && !gate.tail.quiet && !unanswering
        ? after(gate.tail.proved, TAIL_SILENCE_MAX)
        : null,
    hand: handDue(door),
    ask: gate.lockAsked === null ? null : after(gate.lockAsked, door.settings.timers.relock),
    ...(busy && idle && gate.lock.issued !== null && mayLock(door)
      ? { lock: after(gate.lock.issued, LOCK_RETRY) }
      : {}),
  }
}

const tableOf = (door: DoorState): Table => ({ ...gateDues(door), ...sessionDues(door) })

/** Everything that has a due time, earliest first. */
export function deadlinesOf(door: DoorState): readonly Due[] {
  const table = tableOf(door)
  // cast: the keys of the table are timer names by its type
  return (Object.entries(table) as [TimerName, Instant | null | undefined][])
    .flatMap(([name, due]) => (due === null || due === undefined ? [] : [{ name, due }]))
    .toSorted((a, b) => a.due - b.due)
}

/** When the door must be visited next; null when nothing is due ever. */
export function nextDeadline(door: DoorState): Instant | null {
  // Asked after every decision: no list is made and sorted for one number.
  let first: Instant | null = null
  for (const due of Object.values(tableOf(door)))
    if (due !== null && due !== undefined && (first === null || due < first)) first = due
  return first
}
