// What comes in about parcels: carriers' reports, claims of the household. Everything is durable before anybody is
// answered; a report arms at most, and asks the door only after it is written.
import {
  type DoorId,
  type Parcel,
  type ParcelId,
  type ParcelStatus,
  type WallTime,
  type Window,
  armingOf,
  foldObservation,
  hours,
  mustNotUnlock,
  newParcel,
  normalNumber,
  parcelId,
  whichParcel,
} from '@portico/core'
import type { Chance, Clock, RecordChange } from '@portico/ports'
import { announcedVisit } from './announced-visit.ts'
import type { ProofChange } from './carrier-proof.ts'
import type { CarrierReport } from './carrier-report.ts'
import type { HomeJournal, JournalWork, LineBody } from './home-journal.ts'
import type { LocalDay } from './local-day.ts'
import { newId } from './new-id.ts'
import { HouseholdActs } from './household-acts.ts'
import { type MovedVisit, appendMoved, moveOfVisit, moveWord } from './moved-visit.ts'
import { ParcelBook } from './parcel-book.ts'
import type { ParcelClaim } from './parcel-claim.ts'
import { conflictLine, keptLine, observationOf, observedLine } from './parcel-report.ts'
import type { ParcelLook, ParcelSearch } from './parcel-search.ts'
import { type ParcelStepTold, stepsOf, withStep } from './parcel-steps.ts'
import type { Rulings } from './rulings.ts'
import { SerialByKey } from './serial-by-key.ts'
import type { SealedRecords } from './sealed-records.ts'
import type { Visit } from './visit.ts'
import type { VisitRecall } from './visit-recall.ts'
import type { Visits } from './visits.ts'

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
  readonly rulings: Rulings
  /** Days for which film of a visit is kept; null: nobody is told. */
  readonly filmDays: number | null
  readonly recall: () => VisitRecall
  /** What a report brings besides its words: a picture, who signed. */
  readonly proof: (parcel: ParcelId, report: CarrierReport, received: WallTime) => ProofChange
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
  readonly blobs: ProofChange['blobs']
  readonly visit: Visit | null
  /** Announced before, and to come at another time. */
  readonly moved: MovedVisit | null
  readonly unarmed: string | null
  readonly apply: () => void
}

/** One number of a report. */
interface NumberTold {
  readonly number: string
  /** Of the report's body. */
  readonly hash: string
  readonly received: WallTime
  /** Visits that other numbers of this report have announced. */
  readonly made: readonly Visit[]
}

export class Deliveries {
  readonly #parts: DeliveriesParts
  readonly #book: ParcelBook
  /** One report of a number at a time: the next must see what the one before changed. */
  readonly #serial = new SerialByKey()
  /** What people of the house do with parcels. */
  readonly acts: HouseholdActs

  constructor(parts: DeliveriesParts) {
    this.#parts = parts
    this.#book = new ParcelBook(parts.records)
    this.acts = new HouseholdActs({
      ...parts,
      book: this.#book,
      serial: this.#serial,
      newId: (wall) => this.#newId(wall),
    })
  }

  get parcels(): readonly Parcel[] {
    return this.#book.all
  }
  /** The whole that this parcel is, or is part of. */
  get(id: ParcelId): Parcel | null {
    return this.#book.get(id)
  }
  /** Others under way with its number, of other carriers. */
  conflictsOf(parcel: Parcel): readonly ParcelId[] {
    return this.#book.conflictsOf(parcel, this.#parts.clock.wall())
  }

  /** Step by step, others between: see `ParcelLook`. */
  search(search: ParcelSearch): ParcelLook {
    return this.#book.search(search)
  }
  /** What was said of a parcel, in the order in which it was heard. */
  stepsOf(id: ParcelId): readonly ParcelStepTold[] {
    const [first = id, ...others] = this.get(id)?.parts ?? []
    const steps = stepsOf(this.#parts.records, first)
    if (others.length === 0) return steps
    return [steps, ...others.map((part) => stepsOf(this.#parts.records, part))]
      .flat()
      .toSorted((a, b) => a.at - b.at)
  }

  /** A resident says: this is ours. */
  claim(claim: ParcelClaim): Promise<Parcel> {
    return this.acts.claim(claim)
  }

  /** Resolves once everything is durable. The same event, or the same bytes, are one report for ever. */
  async report(report: CarrierReport): Promise<Reported> {
    const aside = this.#parts.records.prepare(report.body, report.photo?.bytes)
    if (aside) await aside
    const hash = this.#parts.records.contentHash(report.body)
    const part = report.part === undefined || report.part === 0 ? '' : ` part ${report.part}`
    const ids = [`${report.source} body ${hash}${part}`]
    if (report.eventId !== null)
      ids.push(`${report.source} event ${this.#parts.records.hash('event', report.eventId)}${part}`)
    return this.#serial.run([...ids, ...report.numbers.flatMap((number) => this.#keysOf(number))], async () =>
      ids.some((id) => this.#parts.records.get('hook', id) !== null)
        ? { result: 'duplicate', parcels: [], unarmed: 'duplicate' }
        : this.#write(report, hash, ids),
    )
  }

  /** Its own, and those of the parcels that the household says are the same. */
  #keysOf(number: string): readonly string[] {
    const alike = this.#book.alike(number)
    return [normalNumber(number), ...alike.flatMap(({ id }) => this.#book.get(id)?.numbers ?? [])]
  }

  #newId(wall: WallTime): ParcelId {
    return parcelId(newId('p', wall, this.#parts.chance))
  }

  async #write(report: CarrierReport, hash: string, ids: readonly string[]): Promise<Reported> {
    const { records, clock, onReport } = this.#parts
    const received = clock.wall()
    const changes: ParcelChange[] = []
    for (const number of report.numbers) {
      const made = changes.flatMap(({ visit }) => visit ?? [])
      changes.push(this.#change(report, { number, hash, received, made }))
    }
    const work: JournalWork = {
      lines: changes.length > 0 ? changes.flatMap(({ lines }) => lines) : [keptLine(report, hash)],
      records: [
        ...changes.flatMap((change) => change.records),
        ...ids.map((id) => records.put('hook', id, received)),
      ],
      blobs: [
        { hash, value: records.blob(hash, report.body), expires: received + RAW_KEPT },
        ...changes.flatMap(({ blobs }) => blobs),
      ],
    }
    const moves = changes.flatMap(({ moved }) => moved ?? [])
    await appendMoved(this.#parts, work, moves)
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

  #change(report: CarrierReport, { number, hash, received, made }: NumberTold): ParcelChange {
    const { records, visits, day } = this.#parts
    const { source, carrier, status, occurredAt, eventId } = report
    const observation = observationOf(report, received)
    const naming = { number, carrier, source, occurredAt, received }
    const { parcel: known, conflicts } = whichParcel(this.#book.alike(number), naming)
    const part = known
      ? foldObservation(known, observation)
      : newParcel(this.#newId(received), number, observation)
    const parcel = this.#book.wholeWith(part.id, [part]) ?? part
    const found = armingOf({ parcel, observation, evening: day.nextEvening(received) })
    const held = heldBack(report)
    const verdict = found.arms && held !== null ? ({ arms: false, why: held } as const) : found
    const open =
      visits.underWayOf(parcel.parts) ??
      made.find(({ parcels }) => parcels.some((id) => parcel.parts.includes(id)))
    const visit = open ?? (verdict.arms ? this.#announce(parcel, report, verdict) : null)
    const ended =
      open && status !== null && mustNotUnlock(status) ? visits.withdraw(open.id, 'done', status) : null
    const proof = this.#parts.proof(part.id, report, received)
    const move = open && ended === null ? moveOfVisit(open, observation, parcel) : null
    const line = observedLine({
      parcel: part,
      report,
      body: hash,
      event: eventId === null ? null : records.hash('event', eventId),
      verdict: {
        arms: verdict.arms,
        ...(verdict.arms ? { session: visit?.id } : { why: verdict.why }),
        ...(open && move && { window: moveWord(this.#parts.recall(), open, move) }),
      },
    })
    return {
      parcel,
      lines: [
        line,
        ...(known || conflicts.length === 0 ? [] : [conflictLine(part, conflicts)]),
        ...(ended?.lines ?? []),
        ...proof.lines,
      ],
      blobs: proof.blobs,
      records: [
        this.#book.record(part),
        withStep(records, part.id, observation),
        ...(visit && !open ? [visits.record(visit)] : []),
        ...(ended?.records ?? []),
        ...proof.records,
      ],
      visit,
      moved: open && move?.moves === true ? { visit: open, move } : null,
      unarmed: verdict.arms ? null : verdict.why,
      apply: () => {
        this.#book.put(part)
        if (visit && !open) visits.put(visit)
        ended?.apply()
        proof.apply()
      },
    }
  }

  #announce(
    parcel: Parcel,
    report: CarrierReport,
    { window, real }: { readonly window: Window; readonly real: boolean },
  ): Visit | null {
    const { visits, clock, rulings, door, filmDays } = this.#parts
    if (door === null) return null
    const created = clock.wall()
    const visit = announcedVisit({
      id: visits.newSessionId(created),
      door,
      parcel,
      report,
      window,
      real,
      created,
      filmDays,
    })
    return rulings.announced(visit, [parcel])
  }
}

/** Why a report that would arm does not: it is held, or a mail, by which nobody comes further than the porch. */
function heldBack({ held, mail }: CarrierReport): 'held' | 'porch' | null {
  if (held != null) return 'held'
  return mail && !mail.raised ? 'porch' : null
}
