// The dead-man at the door as a pure state machine: inputs with their instant in, acts out. It needs no hub to work;
// that is what it is for. It never throws a bolt at an open leaf, and never in a fire.
import {
  type ArmOrder,
  type EdgeReport,
  type Heartbeat,
  type Instant,
  type Op,
  assertNever,
} from '@portico/plugin-api'
import {
  ALIVE_EVERY_MS,
  BEAT_AGE_MAX_MS,
  type EdgeAct,
  type EdgeInput,
  type EdgeState,
  type EdgeStep,
  OPS_MAX,
  type SilenceWatch,
  WITHIN_MS_MAX,
  WITHIN_MS_MIN,
  later,
  thenEdge,
  to,
} from './edge-state.ts'
import { boltIfClosed, note, passTime } from './edge-time.ts'

/** First whatever fell due up to `at`, then the input. */
export function stepEdge(state: EdgeState, input: EdgeInput, at: Instant): EdgeStep {
  return thenEdge(passTime(state, at), (now) => take(now, input, at))
}

function take(state: EdgeState, input: EdgeInput, at: Instant): EdgeStep {
  switch (input.type) {
    case 'time':
      return to(state)
    case 'arm':
      return arm(state, input.order, at)
    case 'disarm':
      return disarm(state, input.op)
    case 'release':
      return to({
        ...state,
        watches: state.watches.filter((watch) => watch.op !== input.op),
        bolting: state.bolting.filter((reason) => reason.op !== input.op),
      })
    case 'heartbeat':
      return hear(state, input.beat, at)
    case 'siren':
      return to({ ...state, siren: input.on }, { type: 'siren', on: input.on })
    case 'contact':
      return touch(state, input.contact, at)
    case 'fire':
      return thenEdge(
        to({ ...state, fire: input.on }, { type: 'report', report: { type: 'fire', on: input.on } }),
        boltIfClosed,
      )
    case 'tamper':
      return to({ ...state, tamper: input.on }, { type: 'report', report: { type: 'tamper', on: input.on } })
    case 'connected':
      return connect(state, at)
    case 'gone':
      return to({ ...state, handed: null, aliveDue: null })
    default:
      return assertNever(input)
  }
}

const deadman = (op: Op, what: 'armed' | 'refused' | 'disarmed'): EdgeAct => ({
  type: 'report',
  report: { type: 'deadman', report: { op, what } },
})

function mayArm(state: EdgeState, order: ArmOrder): boolean {
  const { op, epoch, withinMs, silenceActMs, silenceAlarmMs } = order
  const known =
    state.timers.some((timer) => timer.op === op) || state.watches.some((watch) => watch.op === op)
  return (
    epoch >= state.epoch &&
    withinMs >= WITHIN_MS_MIN &&
    withinMs <= WITHIN_MS_MAX &&
    silenceActMs > 0 &&
    silenceAlarmMs > silenceActMs &&
    !state.fired.includes(op) &&
    (known || (state.timers.length < OPS_MAX && state.watches.length < OPS_MAX))
  )
}

/** A timer that runs is never extended, and a watch that runs keeps the silence it has counted. */
function arm(state: EdgeState, order: ArmOrder, at: Instant): EdgeStep {
  const { op, epoch, withinMs, silenceActMs, silenceAlarmMs } = order
  if (!mayArm(state, order)) return to(state, deadman(op, 'refused'))
  const running = state.timers.find((timer) => timer.op === op)
  const wanted = later(at, withinMs)
  const due = running && running.due < wanted ? running.due : wanted
  const watched = state.watches.find((watch) => watch.op === op)
  const watch: SilenceWatch = watched ?? {
    op,
    since: at,
    actMs: silenceActMs,
    alarmMs: silenceAlarmMs,
    acted: false,
    sounded: false,
  }
  return to(
    {
      ...state,
      epoch: Math.max(state.epoch, epoch),
      timers: [...state.timers.filter((timer) => timer.op !== op), { op, due }],
      watches: [...state.watches.filter((other) => other.op !== op), watch],
    },
    deadman(op, 'armed'),
  )
}

/** Ends the timer; the watch for silence goes on until `release`. Of an op nobody armed it is harmless. */
function disarm(state: EdgeState, op: Op): EdgeStep {
  return to(
    {
      ...state,
      timers: state.timers.filter((timer) => timer.op !== op),
      bolting: state.bolting.filter((reason) => reason.op !== op || reason.why !== 'deadman'),
    },
    deadman(op, 'disarmed'),
  )
}

/** Silence is counted from the hub's own stamp, so that a packet held back on the way keeps nobody alive. */
function hear(state: EdgeState, beat: Heartbeat, at: Instant): EdgeStep {
  const sent = beat.sent > at ? at : beat.sent
  const old = at - sent > BEAT_AGE_MAX_MS || (state.beat !== null && sent <= state.beat)
  if (old || beat.epoch < state.epoch) return to(state)
  const given = state.handed !== null && sent > state.handed.at ? state.handed.count : 0
  return to({
    ...state,
    epoch: beat.epoch,
    beat: sent,
    head: beat.head !== undefined && beat.head.upTo > (state.head?.upTo ?? -1) ? beat.head : state.head,
    watches: state.watches.map((watch) => ({ ...watch, acted: false, sounded: false })),
    bolting: state.bolting.filter((reason) => reason.why !== 'silence'),
    // A beat comes after a commit: the notes handed over before it are in the journal.
    notes: state.notes.slice(given),
    handed: given > 0 && state.handed ? { count: 0, at: state.handed.at } : state.handed,
  })
}

/** The leaf moved. While no hub is there, the edge is the only one that knows. */
function touch(state: EdgeState, contact: 'open' | 'closed', at: Instant): EdgeStep {
  if (state.contact === contact) return to(state)
  const moved = { ...state, contact }
  const noted =
    state.aliveDue === null ? to(note(moved, { at, note: { type: 'contact', contact } })) : to(moved)
  return thenEdge(noted, boltIfClosed)
}

/** A hub that comes is told what it missed and what still goes on. */
function connect(state: EdgeState, at: Instant): EdgeStep {
  const reports: EdgeReport[] = [{ type: 'alive', at }]
  if (state.notes.length > 0) reports.push({ type: 'notes', notes: state.notes })
  if (state.tamper) reports.push({ type: 'tamper', on: true })
  if (state.fire) reports.push({ type: 'fire', on: true })
  return to(
    { ...state, handed: { count: state.notes.length, at }, aliveDue: later(at, ALIVE_EVERY_MS) },
    ...reports.map((report): EdgeAct => ({ type: 'report', report })),
  )
}
