// All visits of a home, their passes, and which of them has the door. A visit that is due has no power; the door is
// armed for one at a time.
import { createHash } from 'node:crypto'
import {
  type Decided,
  type DoorId,
  type ParcelId,
  type Pass,
  type PassId,
  type SessionId,
  type WallTime,
  passDenial,
  passId,
  sessionId,
} from '@portico/core'
import type { Chance, RecordChange } from '@portico/ports'
import type { Projection } from './door-runner.ts'
import type { LineBody } from './home-journal.ts'
import { newId } from './new-id.ts'
import type { SealedRecords } from './sealed-records.ts'
import { type Visit, concernsVisit, foldVisit } from './visit.ts'

export interface Minted {
  readonly pass: Pass
  /** 128 bits, base64url: told once, kept only as a hash. */
  readonly secret: string
  readonly line: LineBody
  readonly record: Omit<RecordChange, 'home'>
}

const SECRET_BYTES = 16
/** Closed visits kept in memory for the list; older ones stay in the journal. */
const CLOSED_KEPT = 500

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export class Visits implements Projection {
  readonly #records: SealedRecords
  readonly #chance: Chance
  readonly #visits = new Map<SessionId, Visit>()
  /** By the hash of their secret. */
  readonly #passes = new Map<string, Pass>()

  constructor(records: SealedRecords, chance: Chance) {
    this.#records = records
    this.#chance = chance
    // cast: only this class writes these records
    for (const { value } of records.all('visit')) this.put(value as Visit)
    for (const { id, value } of records.all('pass')) this.#passes.set(id, value as Pass)
  }

  get all(): readonly Visit[] {
    return [...this.#visits.values()]
  }
  get(id: SessionId): Visit | null {
    return this.#visits.get(id) ?? null
  }
  /** The visit that is to bring this parcel, or brings it now. */
  underWayOf(parcel: ParcelId): Visit | null {
    for (const visit of this.#visits.values())
      if (visit.state !== 'closed' && visit.parcels.includes(parcel)) return visit
    return null
  }
  put(visit: Visit): void {
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

  mint(visit: Visit, now: WallTime): Minted {
    const secret = Buffer.from(this.#chance.bytes(SECRET_BYTES)).toString('base64url')
    const id = passId(newId('k', now, this.#chance))
    const { id: session, door, from, to } = visit
    const pass: Pass = { id, session, door, from, to, minted: now, status: 'valid' }
    const line = passLine('PassMinted', pass, {})
    return { pass, secret, line, record: this.#records.put('pass', hashOf(secret), pass) }
  }
  keep({ pass, secret }: Minted): void {
    this.#passes.set(hashOf(secret), pass)
  }

  /** The pass with this secret; null when there is none. */
  passOf(secret: string): Pass | null {
    return this.#passes.get(hashOf(secret)) ?? null
  }
  denial(pass: Pass, now: WallTime): ReturnType<typeof passDenial> {
    return passDenial(pass, now)
  }

  /** Takes back every pass of a visit that can still be used. */
  withdraw(session: SessionId, status: 'revoked' | 'done', why: string): ReturnType<Projection['project']> {
    return this.#endPasses(session, status, (pass) => passLine('PassRevoked', pass, { why }))
  }

  project(decided: readonly Decided[]): ReturnType<Projection['project']> {
    const changed = new Map<SessionId, Visit>()
    const ends: ReturnType<Projection['project']>[] = []
    for (const { event, session } of decided) {
      if (session === null || !concernsVisit(event)) continue
      const visit = changed.get(session) ?? this.#visits.get(session)
      if (!visit) continue
      changed.set(session, foldVisit(visit, event))
      if (event.type === 'UnlockCommitted')
        ends.push(this.#endPasses(session, 'used', (pass) => passLine('PassUsed', pass, {})))
      if (event.type === 'SessionClosed')
        ends.push(
          this.#endPasses(session, 'done', (pass) => passLine('PassRevoked', pass, { why: 'closed' })),
        )
    }
    return {
      lines: ends.flatMap(({ lines }) => lines),
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

  #endPasses(
    session: SessionId,
    status: Pass['status'],
    lineOf: (pass: Pass) => LineBody,
  ): ReturnType<Projection['project']> {
    const ended = [...this.#passes]
      .filter(([, pass]) => pass.session === session && pass.status === 'valid')
      .map(([hash, pass]) => [hash, { ...pass, status }] as const)
    return {
      lines: ended.map(([, pass]) => lineOf(pass)),
      records: ended.map(([hash, pass]) => this.#records.put('pass', hash, pass)),
      apply: () => {
        for (const [hash, pass] of ended) this.#passes.set(hash, pass)
      },
    }
  }

  #forget(): void {
    const closed = this.all.filter(({ state }) => state === 'closed')
    if (closed.length <= CLOSED_KEPT) return
    const old = closed
      .toSorted((a, b) => (a.closed ?? 0) - (b.closed ?? 0))
      .slice(0, closed.length - CLOSED_KEPT)
    for (const { id } of old) this.#visits.delete(id)
  }
}

function passLine(
  type: 'PassMinted' | 'PassUsed' | 'PassRevoked',
  pass: Pass,
  more: Readonly<Record<string, unknown>>,
): LineBody {
  const { id, door, session, from, to } = pass
  // Door-less: a pass is nothing a door could do.
  return {
    door: null,
    session,
    type,
    cause: 'runtime',
    data: { pass: id satisfies PassId, at: door, from, to, ...more },
  }
}
