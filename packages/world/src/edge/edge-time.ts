// What the edge does by itself as time passes: it throws the bolt at a closed leaf, sounds, notes, and tells it is alive.
import type { EdgeNote, Instant, Op } from '@portico/plugin-api'
import {
  ALIVE_EVERY_MS,
  type AlarmWhy,
  type EdgeAct,
  type EdgeState,
  type EdgeStep,
  NOTES_MAX,
  OPS_MAX,
  type SilenceWatch,
  alarmAfter,
  later,
  silentSince,
  thenEdge,
  to,
} from './edge-state.ts'

/** Keeps the newest notes; changes of the contact make room for alarms. */
export function note(state: EdgeState, added: EdgeNote): EdgeState {
  const notes = [...state.notes, added]
  if (notes.length <= NOTES_MAX) return { ...state, notes }
  const contact = notes.findIndex((each) => each.note.type === 'contact')
  const dropped = Math.max(0, contact)
  const handed =
    state.handed && dropped < state.handed.count
      ? { ...state.handed, count: state.handed.count - 1 }
      : state.handed
  return { ...state, notes: notes.toSpliced(dropped, 1), handed }
}

/** Never at an open leaf, never in a fire. */
export function boltIfClosed(state: EdgeState): EdgeStep {
  if (state.bolting.length === 0 || state.contact !== 'closed' || state.fire) return to(state)
  return to(state, { type: 'bolt' })
}

/** Everything that fell due up to `at`. */
export function passTime(state: EdgeState, at: Instant): EdgeStep {
  const fired = state.timers.filter((timer) => timer.due <= at)
  // Reckoned as `nextEdgeDue` reckons: the difference of two instants may be rounded to just below the bound.
  const isOver = (now: EdgeState, watch: SilenceWatch, ms: number): boolean =>
    later(silentSince(now, watch), ms) <= at
  const acting = (now: EdgeState): SilenceWatch[] =>
    now.watches.filter((watch) => !watch.acted && isOver(now, watch, watch.actMs))
  const sounding = (now: EdgeState): SilenceWatch[] =>
    now.watches.filter((watch) => !watch.sounded && isOver(now, watch, alarmAfter(watch)))
  let now = to(state)
  for (const { op } of fired) now = thenEdge(now, (before) => runOut(before, op, at))
  for (const { op } of acting(now.state)) now = thenEdge(now, (before) => actOnSilence(before, op))
  for (const watch of sounding(now.state)) now = thenEdge(now, (before) => soundSilence(before, watch, at))
  return thenEdge(now, (before) => tellAlive(before, at))
}

const deadmanFired = (op: Op): EdgeAct => ({
  type: 'report',
  report: { type: 'deadman', report: { op, what: 'fired' } },
})

/** The timer of an op: the bolt first, then the noise. The op is used up. */
function runOut(state: EdgeState, op: Op, at: Instant): EdgeStep {
  const silentForMs = state.beat === null ? 0 : at - state.beat
  const used: EdgeState = {
    ...state,
    timers: state.timers.filter((timer) => timer.op !== op),
    fired: [...state.fired, op].slice(-OPS_MAX),
    bolting: [...state.bolting, { op, why: 'deadman' as const }].slice(-OPS_MAX),
  }
  return thenEdge(to(used, deadmanFired(op)), (now) =>
    thenEdge(boltIfClosed(now), (then) => sound(then, { op, why: 'deadman', silentForMs, at })),
  )
}

/** The first bound: the door is made safe quietly. */
function actOnSilence(state: EdgeState, op: Op): EdgeStep {
  const watches = state.watches.map((watch) => (watch.op === op ? { ...watch, acted: true } : watch))
  const bolting = [...state.bolting, { op, why: 'silence' as const }].slice(-OPS_MAX)
  return boltIfClosed({ ...state, watches, bolting })
}

/** The second bound: somebody has to come. */
function soundSilence(state: EdgeState, { op, since }: SilenceWatch, at: Instant): EdgeStep {
  const watches = state.watches.map((watch) => (watch.op === op ? { ...watch, sounded: true } : watch))
  const from = state.beat !== null && state.beat > since ? state.beat : since
  return sound({ ...state, watches }, { op, why: 'silence', silentForMs: at - from, at })
}

interface Alarm {
  readonly op: Op
  readonly why: AlarmWhy
  readonly silentForMs: number
  readonly at: Instant
}

function sound(state: EdgeState, { op, why, silentForMs, at }: Alarm): EdgeStep {
  const added: EdgeNote = { at, note: { type: 'alarm', why, op, silentForMs } }
  const noted = note({ ...state, siren: true }, added)
  const loud: EdgeAct = { type: 'siren', on: true }
  if (state.aliveDue === null) return to(noted, loud)
  // A hub that is connected but silent gets the note now, and again at its next connection unless it has lived on.
  const told = { ...noted, handed: { count: noted.notes.length, at } }
  return to(told, loud, { type: 'report', report: { type: 'notes', notes: [added] } })
}

function tellAlive(state: EdgeState, at: Instant): EdgeStep {
  if (state.aliveDue === null || at < state.aliveDue) return to(state)
  return to(
    { ...state, aliveDue: later(at, ALIVE_EVERY_MS) },
    { type: 'report', report: { type: 'alive', at } },
  )
}
