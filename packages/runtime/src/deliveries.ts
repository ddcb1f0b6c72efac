// What comes in about parcels: carriers' reports, claims of the household. Everything is durable before anybody is
// answered; a report arms at most, and asks the door only after it is written.
import { createHash } from 'node:crypto'
import {
  type DoorId,
  type Observation,
  type Parcel,
  type ParcelId,
  type ParcelStatus,
  type WallTime,
  type Window,
  armingOf,
  foldObservation,
  hours,
  isRecycled,
  isSameParcel,
  mustNotUnlock,
  newParcel,
  normalNumber,
  parcelId,
} from '@portico/core'
import type { Chance, Clock, RecordChange } from '@portico/ports'
import { announcedVisit } from './announced-visit.ts'
import type { CarrierReport, DeliveryPolicy } from './carrier-report.ts'
import type { HomeJournal, JournalWork, LineBody } from './home-journal.ts'
import type { LocalDay } from './local-day.ts'
import { newId } from './new-id.ts'
import { byPlace, type ParcelSearch, searchParcels } from './parcel-search.ts'
import { type ParcelStepTold, stepsOf, withStep } from './parcel-steps.ts'
import { SerialByKey } from './serial-by-key.ts'
import type { SealedRecords } from './sealed-records.ts'
import type { Visit } from './visit.ts'
import type { Visits } from './visits.ts'

export interface ParcelClaim {
  readonly number: string
  readonly carrier: string | null
  readonly title: string | null
  readonly by: string
}

export interface Reported {
  readonly result: 'accepted' | 'duplicate' | 'kept'
  readonly parcels: readonly ParcelId[]
  /** Why nothing was armed; null when a visit is due. */
  readonly unarmed: string | null
}

export interface DeliveriesParts {
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly visits: Visits
  readonly clock: Clock
  readonly chance: Chance
  readonly day: LocalDay
  /** The door of deliveries; null: no door lets anybody in, so parcels are followed and no visit is announced. */
  readonly door: DoorId | null
  readonly policy: () => DeliveryPolicy
  /** Days for which film of a visit is kept; null: nobody is told. */
  readonly filmDays: number | null
  /** Called once a change is durable: a visit may be due, or a carrier's word concerns an open one. */
  readonly onReport: (visits: readonly Visit[], status: ParcelStatus | null) => void
}

/** Raw bodies are kept this long (decisions 51). */
const RAW_KEPT = hours(14 * 24)

/** What one parcel of a report changes. */
interface ParcelChange {
  readonly parcel: Parcel
  readonly lines: readonly LineBody[]
  readonly records: readonly Omit<RecordChange, 'home'>[]
  readonly visit: Visit | null
  readonly unarmed: string | null
  readonly apply: () => void
}

export class Deliveries {
  readonly #parts: DeliveriesParts
  readonly #parcels = new Map<ParcelId, Parcel>()
  /** By number: a report looks at the few that share it, not at all. */
  readonly #byNumber = new Map<string, Set<ParcelId>>()
  /** In the order in which they are found; null once one has changed. */
  #sorted: readonly Parcel[] | null = null
  /** One report of a number at a time: the next must see what the one before changed. */
  readonly #serial = new SerialByKey()

  constructor(parts: DeliveriesParts) {
    this.#parts = parts
    // cast: only this class writes these records
    for (const { value } of parts.records.all('parcel')) this.#put(value as Parcel)
  }

  get parcels(): readonly Parcel[] {
    return [...this.#parcels.values()]
  }
  get(id: ParcelId): Parcel | null {
    return this.#parcels.get(id) ?? null
  }

  search(search: ParcelSearch): readonly Parcel[] {
    this.#sorted ??= this.parcels.toSorted(byPlace)
    return searchParcels(this.#sorted, search)
  }
  /** What was said of a parcel, in the order in which it was heard. */
  stepsOf(parcel: ParcelId): readonly ParcelStepTold[] {
    return stepsOf(this.#parts.records, parcel)
  }

  /** Resolves once everything is durable. The same event, or the same bytes, are one report for ever. */
  async report(report: CarrierReport): Promise<Reported> {
    const hash = createHash('sha256').update(report.body).digest('hex')
    const part = report.part === undefined || report.part === 0 ? '' : ` part ${report.part}`
    const ids = [`${report.source} body ${hash}${part}`]
    if (report.eventId !== null)
      ids.push(`${report.source} event ${this.#parts.records.hash('event', report.eventId)}${part}`)
    return this.#serial.run([...ids, ...report.numbers.map(normalNumber)], async () =>
      ids.some((id) => this.#parts.records.get('hook', id) !== null)
        ? { result: 'duplicate', parcels: [], unarmed: 'duplicate' }
        : this.#write(report, hash, ids),
    )
  }

  /** A resident says: this is ours. */
  claim(claim: ParcelClaim): Promise<Parcel> {
    return this.#serial.run([normalNumber(claim.number)], () => this.#claim(claim))
  }

  async #claim({ number, carrier, title, by }: ParcelClaim): Promise<Parcel> {
    const received = this.#parts.clock.wall()
    const observation: Observation = {
      source: 'hand',
      grade: 'none',
      carrier,
      status: null,
      occurredAt: null,
      received,
      window: null,
      elsewhere: null,
      claim: 'household',
    }
    const known = this.#find(number, carrier, received)
    const folded = known
      ? foldObservation(known, observation)
      : newParcel(this.#newId(received), number, observation)
    const parcel = title === null ? folded : { ...folded, title }
    const data = { parcel: parcel.id, source: 'hand', by, claim: 'household', status: null, arms: false }
    await this.#parts.journal.append({
      lines: [{ door: null, session: null, type: 'ParcelObserved', cause: 'ClaimParcel', data }],
      records: [
        this.#parts.records.put('parcel', parcel.id, parcel),
        withStep(this.#parts.records, parcel.id, observation),
      ],
    })
    this.#put(parcel)
    return parcel
  }

  #put(parcel: Parcel): void {
    this.#sorted = null
    const alike = this.#byNumber.get(parcel.number) ?? new Set()
    this.#byNumber.set(parcel.number, alike.add(parcel.id))
    this.#parcels.set(parcel.id, parcel)
  }
  #newId(wall: WallTime): ParcelId {
    return parcelId(newId('p', wall, this.#parts.chance))
  }
  #find(number: string, carrier: string | null, received: WallTime): Parcel | null {
    const alike = this.#byNumber.get(normalNumber(number)) ?? []
    const found = [...alike]
      .flatMap((id) => this.#parcels.get(id) ?? [])
      .filter((parcel) => isSameParcel(parcel, number, carrier) && !isRecycled(parcel, received))
    return found.toSorted((a, b) => b.firstSeen - a.firstSeen)[0] ?? null
  }

  async #write(report: CarrierReport, hash: string, ids: readonly string[]): Promise<Reported> {
    const { journal, records, clock, onReport } = this.#parts
    const received = clock.wall()
    const changes = report.numbers.map((number) => this.#change(report, { number, hash, received }))
    const work: JournalWork = {
      lines: changes.length > 0 ? changes.flatMap(({ lines }) => lines) : [this.#keptLine(report, hash)],
      records: [
        ...changes.flatMap((change) => change.records),
        ...ids.map((id) => records.put('hook', id, received)),
      ],
      blobs: [{ hash, value: records.blob(hash, report.body), expires: received + RAW_KEPT }],
    }
    await journal.append(work)
    for (const { apply } of changes) apply()
    onReport(
      changes.flatMap(({ visit }) => visit ?? []),
      report.status,
    )
    return {
      result: changes.length > 0 && report.status !== null ? 'accepted' : 'kept',
      parcels: changes.map(({ parcel }) => parcel.id),
      unarmed:
        changes.find(({ unarmed }) => unarmed !== null)?.unarmed ?? (changes.length > 0 ? null : 'no-parcel'),
    }
  }

  #keptLine({ source, grade }: CarrierReport, body: string): LineBody {
    const data = { parcel: null, source, grade, status: null, body, arms: false }
    return { door: null, session: null, type: 'ParcelObserved', cause: 'ReportCarrier', data }
  }

  #change(
    report: CarrierReport,
    {
      number,
      hash,
      received,
    }: { readonly number: string; readonly hash: string; readonly received: WallTime },
  ): ParcelChange {
    const { records, visits, day } = this.#parts
    const { source, grade, carrier, status, occurredAt, window, elsewhere } = report
    const observation: Observation = {
      source,
      grade,
      carrier,
      status,
      occurredAt,
      received,
      window,
      elsewhere,
      claim: 'none',
    }
    const known = this.#find(number, carrier, received)
    const parcel = known
      ? foldObservation(known, observation)
      : newParcel(this.#newId(received), number, observation)
    const verdict = armingOf({ parcel, observation, evening: day.nextEvening(received) })
    const open = visits.underWayOf(parcel.id)
    const visit = open ?? (verdict.arms ? this.#announce(parcel, report, verdict) : null)
    const ended =
      open && status !== null && mustNotUnlock(status) ? visits.withdraw(open.id, 'done', status) : null
    const data = {
      parcel: parcel.id,
      source,
      grade,
      carrier: parcel.carrier,
      status,
      occurredAt,
      event: report.eventId === null ? null : records.hash('event', report.eventId),
      body: hash,
      arms: verdict.arms,
      ...(verdict.arms ? { session: visit?.id } : { why: verdict.why }),
    }
    const line: LineBody = { door: null, session: null, type: 'ParcelObserved', cause: 'ReportCarrier', data }
    return {
      parcel,
      lines: [line, ...(ended?.lines ?? [])],
      records: [
        records.put('parcel', parcel.id, parcel),
        withStep(records, parcel.id, observation),
        ...(visit && !open ? [visits.record(visit)] : []),
        ...(ended?.records ?? []),
      ],
      visit,
      unarmed: verdict.arms ? null : verdict.why,
      apply: () => {
        this.#put(parcel)
        if (visit && !open) visits.put(visit)
        ended?.apply()
      },
    }
  }

  #announce(
    parcel: Parcel,
    report: CarrierReport,
    verdict: { readonly window: Window; readonly real: boolean },
  ): Visit | null {
    const { visits, clock, policy, door, filmDays } = this.#parts
    if (door === null) return null
    const created = clock.wall()
    return announcedVisit({
      id: visits.newSessionId(created),
      door,
      parcel,
      report,
      policy: policy(),
      ...verdict,
      created,
      filmDays,
    })
  }
}
