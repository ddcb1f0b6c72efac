// What the dead-man at the door knows, what reaches it and what it does, as data.
import {
  type ArmOrder,
  type ChainCheckpoint,
  type EdgeNote,
  type EdgeReport,
  type Heartbeat,
  type Instant,
  type Op,
  instant,
} from '@portico/plugin-api'

export interface DeadmanTimer {
  readonly op: Op
  /** Absolute: no heartbeat and no second arming moves it back. */
  readonly due: Instant
}

export interface SilenceWatch {
  readonly op: Op
  /** Silence counts from here, or from the newest heartbeat after it. */
  readonly since: Instant
  readonly actMs: number
  readonly alarmMs: number
  /** The silence that runs now was acted on, and was sounded. */
  readonly acted: boolean
  readonly sounded: boolean
}

export type AlarmWhy = 'silence' | 'deadman'

export interface EdgeState {
  /** Highest epoch of a hub that was heard; lower ones are history. */
  readonly epoch: number
  /** Send stamp of the newest heartbeat that counts. */
  readonly beat: Instant | null
  readonly timers: readonly DeadmanTimer[]
  readonly watches: readonly SilenceWatch[]
  /** Ops whose timer has run out: they are used up. */
  readonly fired: readonly Op[]
  /** Reasons to throw the bolt that still stand: it is thrown whenever the leaf comes to be closed. */
  readonly bolting: readonly { readonly op: Op; readonly why: AlarmWhy }[]
  /** What the reed at the leaf reads, by wire. */
  readonly contact: 'open' | 'closed'
  readonly fire: boolean
  readonly tamper: boolean
  readonly siren: boolean
  readonly notes: readonly EdgeNote[]
  /** Newest signed head of the hub's journal: what the hub cannot rewrite any more. */
  readonly head: ChainCheckpoint | null
  /** How many notes the hub that is connected was given, and when. */
  readonly handed: { readonly count: number; readonly at: Instant } | null
  /** When the next sign of life is due; null: no hub is connected. */
  readonly aliveDue: Instant | null
}

export type EdgeInput =
  | { readonly type: 'time' }
  | { readonly type: 'arm'; readonly order: ArmOrder }
  | { readonly type: 'disarm'; readonly op: Op }
  | { readonly type: 'release'; readonly op: Op }
  | { readonly type: 'heartbeat'; readonly beat: Heartbeat }
  | { readonly type: 'siren'; readonly on: boolean }
  | { readonly type: 'contact'; readonly contact: 'open' | 'closed' }
  | { readonly type: 'fire'; readonly on: boolean }
  | { readonly type: 'tamper'; readonly on: boolean }
  | { readonly type: 'connected' }
  | { readonly type: 'gone' }

export type EdgeAct =
  | { readonly type: 'bolt' }
  | { readonly type: 'siren'; readonly on: boolean }
  | { readonly type: 'report'; readonly report: EdgeReport }

export interface EdgeStep {
  readonly state: EdgeState
  readonly acts: readonly EdgeAct[]
}

/** Range of a dead-man, ms. */
export const WITHIN_MS_MIN = 60_000
export const WITHIN_MS_MAX = 240_000
/** A heartbeat older than this says nothing about now, ms. */
export const BEAT_AGE_MAX_MS = 3_000
/** The siren starts this much before the bound, so that the alarm stands when the bound is reached, ms. */
export const SIREN_LEAD_MS = 500
export const ALIVE_EVERY_MS = 3_000
export const NOTES_MAX = 256
/** Ops that are armed, watched or remembered as used up. */
export const OPS_MAX = 32

/** Nothing armed, nothing heard. */
export function initialEdge(contact: 'open' | 'closed'): EdgeState {
  return {
    epoch: 0,
    beat: null,
    timers: [],
    watches: [],
    fired: [],
    bolting: [],
    contact,
    fire: false,
    tamper: false,
    siren: false,
    notes: [],
    head: null,
    handed: null,
    aliveDue: null,
  }
}

export const later = (from: Instant, ms: number): Instant => instant(from + ms)

/** From when on the hub has been silent, as one watch sees it. */
export const silentSince = (state: EdgeState, watch: SilenceWatch): Instant =>
  state.beat !== null && state.beat > watch.since ? state.beat : watch.since

export const alarmAfter = (watch: SilenceWatch): number =>
  Math.max(watch.actMs, watch.alarmMs - SIREN_LEAD_MS)

/** When the edge has to be visited next; null when nothing is due. */
export function nextEdgeDue(state: EdgeState): Instant | null {
  const due = [
    ...state.timers.map((timer) => timer.due),
    ...state.watches.flatMap((watch) => {
      const since = silentSince(state, watch)
      if (!watch.acted) return [later(since, watch.actMs)]
      return watch.sounded ? [] : [later(since, alarmAfter(watch))]
    }),
    ...(state.aliveDue === null ? [] : [state.aliveDue]),
  ]
  return due.length === 0 ? null : due.reduce((first, at) => (at < first ? at : first))
}

export const to = (state: EdgeState, ...acts: readonly EdgeAct[]): EdgeStep => ({ state, acts })

/** Goes on from one step to the next and keeps the acts in order. */
export function thenEdge(before: EdgeStep, next: (state: EdgeState) => EdgeStep): EdgeStep {
  const after = next(before.state)
  return { state: after.state, acts: [...before.acts, ...after.acts] }
}
