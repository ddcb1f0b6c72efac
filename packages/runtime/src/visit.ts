// A visit as people see it: from the report that announced it to its sealed evidence. Folded from the door's events.
import {
  type AlarmCode,
  type Ceiling,
  type Channel,
  type Claim,
  type Confirmation,
  type DoorEvent,
  type DoorId,
  type EventOf,
  type FallbackOffer,
  type Mode,
  type Outcome,
  type ParcelId,
  type PhaseName,
  type PolicyCase,
  type PolicyDecision,
  type RefusalCode,
  type SessionId,
  type SourceGrade,
  type WallTime,
  awaited,
  wallTime,
} from '@portico/core'

export type Rung =
  | 'here'
  | 'asked'
  | 'approved'
  | 'live'
  | 'unlocked'
  | 'inside'
  | 'shut'
  | 'locked'
  | 'photo'
  | 'sealed'

export interface VisitPhoto {
  readonly camera: string
  readonly sha256: string
  readonly bytes: number
  readonly file: string
  readonly wall: WallTime
}

export interface VisitFilm {
  readonly camera: string
  readonly segment: number
  readonly sha256: string
  readonly bytes: number
  readonly file: string
  readonly seconds: number
  /** Of its first and its last picture. */
  readonly from: WallTime
  readonly to: WallTime
}

export interface VisitRefusal {
  readonly code: RefusalCode
  /** What was measured, and its limit, where the no rests on numbers. */
  readonly value?: number | undefined
  readonly limit?: number | undefined
  readonly wall: WallTime
}

export interface VisitRuling extends PolicyDecision {
  readonly wall: WallTime
  /** What was known of each of its parcels: the same visit can be tried under other rules. */
  readonly cases: readonly PolicyCase[]
}

/** As it is announced, before any rule was looked at. */
export type UnruledVisit = Omit<Visit, 'mode' | 'policy' | 'ruling'>

export interface Visit {
  readonly id: SessionId
  readonly door: DoorId
  readonly parcels: readonly ParcelId[]
  readonly source: string
  readonly grade: SourceGrade
  readonly claim: Claim
  readonly channel: Channel
  readonly ceiling: Ceiling
  /** What the policy wishes; the mode in force is never above the ceiling. */
  readonly mode: Mode
  /** Hash of the policy under which it was announced. */
  readonly policy: string
  /** What the sentences said of it last; null in a visit of an earlier version. */
  readonly ruling: VisitRuling | null
  /** Somebody asked for more care since it was announced, and it keeps that. */
  readonly tightened: boolean
  readonly from: WallTime
  readonly to: WallTime
  /** The carrier named this window. */
  readonly realWindow: boolean
  readonly created: WallTime
  /** `due`: waits for the door, without power. */
  readonly state: 'due' | 'open' | 'closed'
  readonly phase: PhaseName | 'due' | 'closed'
  readonly tries: number
  readonly steps: readonly { readonly rung: Rung; readonly wall: WallTime }[]
  readonly refusals: readonly VisitRefusal[]
  /** Where the parcel was to go after the newest no at the door; null before the first. */
  readonly offer: (FallbackOffer & { readonly wall: WallTime }) | null
  readonly alarms: readonly { readonly kind: AlarmCode; readonly wall: WallTime }[]
  readonly approvedBy: string | null
  readonly deniedBy: string | null
  readonly photo: VisitPhoto | null
  readonly film: readonly VisitFilm[]
  /** How many days its film is kept, as its courier was told; null: he was told none. */
  readonly filmDays: number | null
  readonly outcome: Outcome | null
  /** Who else says that it was delivered; null unless this house does. */
  readonly confirmation: Confirmation | null
  readonly closed: WallTime | null
}

const LIST_MAX = 64

const add = <Item>(list: readonly Item[], item: Item): readonly Item[] => [...list, item].slice(-LIST_MAX)

const phases: Partial<Record<DoorEvent['type'], PhaseName>> = {
  SessionArmed: 'armed',
  ApprovalAsked: 'authorising',
  ProofStarted: 'proving',
  EntryRefused: 'armed',
  UnlockCommitted: 'unlocking',
  DoorUnlocked: 'unlocked',
  DoorOpened: 'inside',
  DoorReopened: 'inside',
  RelockStarted: 'relocking',
  RelockUnproved: 'unproved',
  SealStarted: 'sealing',
}

const rungs: Partial<Record<DoorEvent['type'], Rung>> = {
  PresenceProved: 'here',
  ApprovalAsked: 'asked',
  EntryApproved: 'approved',
  UnlockCommitted: 'live',
  DoorUnlocked: 'unlocked',
  DoorOpened: 'inside',
  DoorClosed: 'shut',
  DoorSecured: 'locked',
  PhotoTaken: 'photo',
  EvidenceSealed: 'sealed',
}

const refusalOf = ({
  code,
  value,
  limit,
  wall,
}: EventOf<'Refused' | 'EntryRefused'> & DoorEvent): VisitRefusal => ({
  code,
  ...(value !== undefined && { value }),
  ...(limit !== undefined && { limit }),
  wall,
})

function filmOf({
  camera,
  segment,
  sha256,
  bytes,
  file,
  from,
  to,
  mono,
  wall,
}: EventOf<'SegmentStored'> & DoorEvent): VisitFilm {
  const wallOf = (at: number): WallTime => wallTime(wall - (mono - at))
  const seconds = (to - from) / 1000
  return { camera, segment, sha256, bytes, file, seconds, from: wallOf(from), to: wallOf(to) }
}

function foldDetail(visit: Visit, event: DoorEvent): Visit {
  const { wall } = event
  switch (event.type) {
    case 'SessionArmed':
      return { ...visit, state: 'open' }
    case 'SessionStoodBack':
      return { ...visit, state: 'due', phase: 'due' }
    case 'SessionTightened':
      return { ...visit, mode: event.mode, tightened: true }
    case 'SessionDemoted':
      return { ...visit, ceiling: event.ceiling }
    case 'EntryApproved':
      return { ...visit, approvedBy: event.by }
    case 'DenyNoted':
      return { ...visit, deniedBy: event.by }
    case 'EntryRefused':
      return { ...visit, tries: event.tries, refusals: add(visit.refusals, refusalOf(event)) }
    case 'Refused':
      return { ...visit, refusals: add(visit.refusals, refusalOf(event)) }
    case 'UnlockVoided':
      return { ...visit, refusals: add(visit.refusals, { code: event.code, wall }) }
    case 'AlarmRaised':
      return { ...visit, alarms: add(visit.alarms, { kind: event.kind, wall }) }
    case 'PhotoTaken': {
      const { camera, sha256, bytes, file } = event
      return { ...visit, photo: { camera, sha256, bytes, file, wall } }
    }
    case 'SegmentStored': {
      const film = visit.film.filter((piece) => piece.file !== event.file)
      return { ...visit, film: add(film, filmOf(event)) }
    }
    case 'SessionClosed':
      return {
        ...visit,
        state: 'closed',
        phase: 'closed',
        outcome: event.outcome,
        confirmation: event.outcome === 'delivered' ? awaited(wall) : null,
        closed: wall,
      }
    default:
      return visit
  }
}

/**
 * A door is proved secure outside of visits as well, for instance while the one before is watched, and a person's own
 * opening may be held up while a visit waits: neither is a step of this one.
 */
export const isOfOthers = ({ id }: Visit, event: DoorEvent): boolean =>
  (event.type === 'DoorSecured' || event.type === 'UnlockVoided') && event.op?.startsWith(`${id}#`) !== true

export function foldVisit(visit: Visit, event: DoorEvent): Visit {
  if (isOfOthers(visit, event)) return visit
  const phase = phases[event.type] ?? visit.phase
  const rung = rungs[event.type]
  const steps = rung === undefined ? visit.steps : add(visit.steps, { rung, wall: event.wall })
  return foldDetail({ ...visit, phase, steps }, event)
}

/** Events that change a visit; the rest of a door's stream is too busy to write a record for. */
export const concernsVisit = ({ type }: DoorEvent): boolean =>
  type in phases ||
  type in rungs ||
  [
    'SessionStoodBack',
    'SessionDemoted',
    'SessionTightened',
    'DenyNoted',
    'Refused',
    'UnlockVoided',
    'AlarmRaised',
    'SegmentStored',
    'SessionClosed',
  ].includes(type)
