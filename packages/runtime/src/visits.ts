// All visits of a home, their passes, and which of them has the door. A visit that is due has no power; the door is
// armed for one at a time.
import {
  type Decided,
  type DoorEvent,
  type DoorId,
  type FallbackOffer,
  type HomeId,
  type ParcelId,
  type Pass,
  type RefusalCode,
  type SessionId,
  type WallTime,
  sessionId,
} from '@portico/core'
import type { Chance, RecordChange } from '@portico/ports'
import type { Projection } from './door-runner.ts'
import type { LineBody } from './home-journal.ts'
import { newId } from './new-id.ts'
import { Passes } from './passes.ts'
import type { SealedRecords } from './sealed-records.ts'
import { type Visit, concernsVisit, foldVisit, isOfOthers } from './visit.ts'

/** A no that a courier heard at the door. */
export interface RefusedFor {
  readonly code: RefusalCode
  readonly suspicious: boolean
}

export interface VisitsParts {
  readonly home: HomeId
  readonly records: SealedRecords
  readonly chance: Chance
  /** Where the parcel of a visit may go after a no. */
  readonly offerOf: (visit: Visit, no: RefusedFor) => FallbackOffer
}

/** Closed visits kept in memory for the list; older ones stay in the journal. */
const CLOSED_KEPT = 500

export class Visits implements Projection {
  readonly #records: SealedRecords
  readonly #chance: Chance
  readonly #visits = new Map<SessionId, Visit>()
  /** By parcel: whoever looks through thousands of them does not look through all visits for each; null once one changed. */
  #byParcel: ReadonlyMap<ParcelId, readonly Visit[]> | null = null
  readonly passes: Passes
  readonly #offerOf: VisitsParts['offerOf']

  constructor({ home, records, chance, offerOf }: VisitsParts) {
    this.#records = records
    this.#chance = chance
    this.#offerOf = offerOf
    this.passes = new Passes(home, records, chance)
    for (const { value } of records.all('visit')) this.put(visitIn(value))
    this.passes.load((session) => this.get(session))
  }

  get all(): readonly Visit[] {
    return [...this.#visits.values()]
  }
  get(id: SessionId): Visit | null {
    return this.#visits.get(id) ?? null
  }
  /** Those for any of these parcels, in the order of all. */
  of(parcels: readonly ParcelId[]): readonly Visit[] {
    this.#byParcel ??= byParcel(this.#visits.values())
    const index = this.#byParcel
    const found = new Set(parcels.flatMap((id) => index.get(id) ?? []))
    return found.size < 2 ? [...found] : this.all.filter((visit) => found.has(visit))
  }
  /** The visit that is to bring one of these parcels, or brings it now. */
  underWayOf(parcels: readonly ParcelId[]): Visit | null {
    return this.allUnderWayOf(parcels)[0] ?? null
  }
  /** The visits that are to bring any of these, or bring it now; oldest first. */
  allUnderWayOf(parcels: readonly ParcelId[]): readonly Visit[] {
    return this.of(parcels).filter(({ state }) => state !== 'closed')
  }
  put(visit: Visit): void {
    this.#byParcel = null
    this.#visits.set(visit.id, visit)
  }
  record(visit: Visit): Omit<RecordChange, 'home'> {
    return this.#records.put('visit', visit.id, visit)
  }

  newSessionId(wall: WallTime): SessionId {
    return sessionId(newId('s', wall, this.#chance))
  }

  /** Visits that wait for a door, the one whose window began first at the front. */
  due(door: DoorId, now: WallTime): readonly Visit[] {
    return this.all
      .filter((visit) => visit.door === door && visit.state === 'due' && visit.to > now)
      .toSorted((a, b) => a.from - b.from)
  }
  overdue(now: WallTime): readonly Visit[] {
    return this.all.filter(({ state, to }) => state === 'due' && to <= now)
  }
  /** Visits of a door that a courier may still begin. */
  startable(door: DoorId, now: WallTime): readonly Visit[] {
    return this.all.filter(
      ({ door: at, state, phase, to }) =>
        at === door && to > now && (state === 'due' || (state === 'open' && phase === 'armed')),
    )
  }

  /** Visits of a door that ended as delivered, the newest first: their labels were used. */
  delivered(door: DoorId): readonly Visit[] {
    return this.all
      .filter((visit) => visit.door === door && visit.confirmation !== null)
      .toSorted((a, b) => b.created - a.created)
  }

  /** The pass with this secret; null when there is none. */
  passOf(secret: string): Pass | null {
    return this.passes.find(secret)
  }

  /** Takes back every pass of a visit that can still be used. */
  withdraw(session: SessionId, revoked: 'done' | 'closed', why: string): ReturnType<Projection['project']> {
    return this.passes.withdraw(session, revoked, why)
  }

  project(decided: readonly Decided[]): ReturnType<Projection['project']> {
    const changed = new Map<SessionId, Visit>()
    const ends: ReturnType<Projection['project']>[] = []
    const offers: LineBody[] = []
    for (const { event, session } of decided) {
      if (session === null || !concernsVisit(event)) continue
      const visit = changed.get(session) ?? this.#visits.get(session)
      if (!visit) continue
      const folded = foldVisit(visit, event)
      const no = isOfOthers(visit, event) ? null : refusedFor(event)
      const offer = no && this.#offerOf(folded, no)
      changed.set(session, offer ? { ...folded, offer: { ...offer, wall: event.wall } } : folded)
      if (offer) offers.push(offerLine(folded, offer))
      if (event.type === 'PresenceProved') ends.push(...this.passes.arm(event.token))
      if (event.type === 'UnlockCommitted') ends.push(this.passes.use(session))
      if (event.type === 'SessionClosed') ends.push(this.passes.close(session))
    }
    return {
      lines: [...offers, ...ends.flatMap(({ lines }) => lines)],
      records: [
        ...[...changed.values()].map((visit) => this.record(visit)),
        ...ends.flatMap(({ records }) => records),
      ],
      apply: () => {
        for (const visit of changed.values()) this.put(visit)
        for (const { apply } of ends) apply()
        this.#forget()
      },
    }
  }

  #forget(): void {
    const closed = this.all.filter(({ state }) => state === 'closed')
    if (closed.length <= CLOSED_KEPT) return
    const old = closed
      .toSorted((a, b) => (a.closed ?? 0) - (b.closed ?? 0))
      .slice(0, closed.length - CLOSED_KEPT)
    this.#byParcel = null
    for (const { id } of old) {
      this.#visits.delete(id)
      this.passes.forget(id)
    }
  }
}

function byParcel(visits: Iterable<Visit>): ReadonlyMap<ParcelId, readonly Visit[]> {
  const found = new Map<ParcelId, Visit[]>()
  for (const visit of visits)
    for (const id of visit.parcels) {
      const known = found.get(id)
      if (known) known.push(visit)
      else found.set(id, [visit])
    }
  return found
}

/** The no that a courier hears at the door: after it he is told where the parcel may go instead. */
function refusedFor(event: DoorEvent): RefusedFor | null {
  switch (event.type) {
    case 'EntryRefused':
      return { code: event.code, suspicious: false }
    case 'UnlockVoided':
      // Everything was proved, and then it did not leave: whatever held it up is not rewarded.
      return { code: event.code, suspicious: true }
    case 'Refused':
      // A busy door was perhaps said to the courier of another visit.
      return event.command === 'ProvePresence' && event.code !== 'DOOR_BUSY'
        ? { code: event.code, suspicious: false }
        : null
    default:
      return null
  }
}

/** What a visit of an earlier version does not have. */
type Later = 'offer' | 'filmDays' | 'confirmation' | 'ruling' | 'tightened'

/** Those of an earlier version know of no offer, promised days, sentences, and of nobody who should confirm. */
export function visitIn(value: unknown): Visit {
  // cast: only this file writes these records
  const visit = value as Omit<Visit, Later> & Partial<Pick<Visit, Later>>
  const { offer = null, filmDays = null, confirmation = null, ruling = null } = visit
  // Its mode was the whole of its rule, or what was left of it.
  const { tightened = visit.mode === 'owner' } = visit
  return { ...visit, offer, filmDays, confirmation, ruling, tightened }
}

const offerLine = ({ door, id }: Visit, { offered, code, skipped }: FallbackOffer): LineBody => ({
  door,
  session: id,
  type: 'FallbackOffered',
  cause: 'runtime',
  data: { offered, code, skipped },
})
