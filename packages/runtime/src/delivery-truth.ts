// What became of each delivery: judged again whenever somebody says something, a camera sees something or time is up;
// what moves stands in the journal with why, and people are told. It opens nothing and closes nothing.
import {
  type DoorState,
  type DropEvent,
  type HouseholdWord,
  type JournalLine,
  type Parcel,
  type ParcelId,
  type GeoPosition,
  type Verdict,
  type WallTime,
  after,
  hours,
  judgeDelivery,
  milliseconds,
  parcelId,
} from '@portico/core'
import { type Wake, codeOf } from '@portico/ports'
import { type ProofChange, carrierProof } from './carrier-proof.ts'
import type { CarrierReport } from './carrier-report.ts'
import type { LineBody } from './home-journal.ts'
import { ParcelNotices } from './parcel-notices.ts'
import { type DropLook, Porches, type PorchesParts } from './porches.ts'
import { type NewsParts, type TruthNews, truthNews } from './truth-news.ts'
import { testimonyOf } from './testimony-of.ts'
import { SerialByKey } from './serial-by-key.ts'
import { type Found, TruthBook, type TruthRecord, newest } from './truth-book.ts'
import type { Visits } from './visits.ts'

export interface DeliveryTruthParts extends Omit<PorchesParts, 'onSeen'> {
  /** Where the home is; null: nobody said. */
  readonly position: GeoPosition | null
  readonly visits: Visits
  readonly deliveries: () => {
    readonly parcels: readonly Parcel[]
    get(id: ParcelId): Parcel | null
  }
  /** A clock that jumped has seen no time pass. */
  readonly isClockTrusted: () => boolean
}

/** What came in meanwhile is judged together. */
const SOON = milliseconds(50)
const LOOK_EVERY_MS = 60_000
/** Parcels of which nobody has spoken for longer are judged when somebody does. */
const FRESH = hours(24 * 14)

const moving: ReadonlySet<string> = new Set([
  'SessionClosed',
  'VisitConfirmed',
  'VisitDoubted',
  'VisitDropped',
])
/** What this class writes itself. */
const own: ReadonlySet<string> = new Set(['ParcelNotice', 'VerdictMoved'])

export class DeliveryTruth implements Disposable {
  readonly notices: ParcelNotices
  readonly #parts: DeliveryTruthParts
  readonly #book: TruthBook
  readonly #porches: Porches
  /** Two people of the house may speak in the same moment. */
  readonly #serial = new SerialByKey()
  readonly #touched = new Set<ParcelId>()
  /** When time alone changes what is known. */
  readonly #due = new Map<ParcelId, WallTime>()
  #soon: Wake | null = null
  #later: Wake | null = null
  #following: Disposable | null = null
  #isLooking = false
  #disposed = false

  constructor(parts: DeliveryTruthParts) {
    this.#parts = parts
    this.#book = new TruthBook(parts.records)
    this.notices = new ParcelNotices(parts.records)
    this.#porches = new Porches({ ...parts, onSeen: (parcels, events) => this.#seen(parcels, events) })
  }

  /** To be called once the doors are there. */
  start(): void {
    const { deliveries, journal, clock } = this.#parts
    const from = clock.wall() - FRESH
    for (const { id, lastSeen } of deliveries().parcels) if (lastSeen >= from) this.#touched.add(id)
    this.#following = journal.follow((lines) => {
      for (const line of lines) this.#hear(line)
    })
    if (this.#touched.size > 0) this.#lookSoon()
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    this.#following?.[Symbol.dispose]()
    this.#soon?.cancel()
    this.#later?.cancel()
    this.#porches[Symbol.dispose]()
  }

  judge(parcel: Parcel): Verdict {
    return judgeDelivery(testimonyOf(this.#newsParts(parcel)))
  }
  of({ id, parts }: Pick<Parcel, 'id' | 'parts'>): TruthRecord {
    return this.#book.whole(id, parts)
  }
  /** Pictures of what lay before a door about the time of a parcel, the newest first. */
  dropsOf(parcel: Pick<Parcel, 'parts'>): readonly DropLook[] {
    return this.#porches.dropsOf(parcel)
  }
  /** A picture by its hash; null: it is gone, or never was one of this home. */
  picture(sha256: string): Uint8Array | null {
    return this.#parts.records.bytes(sha256)
  }

  /** What a report brings as proof, for its transaction. */
  proof(parcel: ParcelId, report: CarrierReport, received: WallTime): ProofChange {
    const { records, filmDays, position } = this.#parts
    return carrierProof({ records, book: this.#book, filmDays, position }, { parcel, report, received })
  }

  /** Somebody of the house says what became of it; durable when it resolves. */
  say(parcel: Pick<Parcel, 'id' | 'parts'>, says: HouseholdWord, by: string): Promise<void> {
    return this.#serial.run([parcel.id], async () => {
      const { journal, clock } = this.#parts
      const { id } = parcel
      const at = clock.wall()
      const said = newest([...this.#book.said(id), { says, at, by }])
      const data = { parcel: id, says, by }
      await journal.append({
        lines: [{ door: null, session: null, type: 'ParcelSaid', cause: 'SayOfParcel', data }],
        records: [this.#book.sayingRecord(id, said)],
      })
      this.#book.putSaying(id, said)
      if (says === 'taken-in') this.#porches.takeIn(parcel.parts, at)
    })
  }

  /** A camera that looks for parcels sees, or does not any more. */
  eye(camera: string, sees: boolean): void {
    this.#porches.eye(camera, sees)
  }

  #hear(line: JournalLine): void {
    if (own.has(line.type)) return
    this.#porches.hear(line)
    const { visits } = this.#parts
    const ids = Object.values(line.data).filter((value) => typeof value === 'string')
    const named = /^(?:Parcel|CarrierProof)/.test(line.type) ? ids.filter((id) => id.startsWith('p_')) : []
    const visit = moving.has(line.type)
      ? visits.all.find(({ id }) => id === line.session)?.parcels
      : undefined
    for (const id of [...named.map(parcelId), ...(visit ?? [])]) this.#touched.add(id)
    if (this.#touched.size > 0) this.#lookSoon()
  }

  #seen(parcels: readonly ParcelId[], events: readonly DropEvent[]): void {
    for (const id of parcels) this.#touched.add(id)
    const outside = events.flatMap((event) => (event.type === 'DropStillOutside' ? event.drop : []))
    if (outside.length > 0) void this.#tellOutside(outside)
    if (this.#touched.size > 0) this.#lookSoon()
  }

  async #tellOutside(drops: readonly string[]): Promise<void> {
    const { clock, deliveries } = this.#parts
    const at = clock.wall()
    const told = this.#porches
      .looksOf(drops)
      .flatMap(({ door, drop }) => drop.parcels.map((id) => ({ door, parcel: deliveries().get(id) })))
    // Parts of one parcel are told once.
    const wholes = new Map(
      told.flatMap(({ door, parcel }) =>
        parcel ? [[parcel.id, { notice: 'still-outside' as const, parcel: parcel.id, door, at }]] : [],
      ),
    )
    const { lines, records, undo } = this.notices.adding([...wholes.values()])
    if (!(await this.#append(lines, records))) undo()
  }

  #lookSoon(): void {
    if (this.#soon || this.#disposed) return
    const { clock } = this.#parts
    this.#soon = clock.wake(after(clock.mono(), SOON), () => {
      this.#soon = null
      void this.#look()
    })
  }

  /** One look at a time; what cannot be written now is found again when something happens. */
  async #look(): Promise<void> {
    if (this.#isLooking || this.#disposed) return
    this.#isLooking = true
    const ids = new Set(this.#touched)
    this.#touched.clear()
    const { deliveries } = this.#parts
    const wholes = new Map(
      [...ids].flatMap((id) => {
        const parcel = deliveries().get(id)
        return parcel ? [[parcel.id, parcel]] : []
      }),
    )
    const news = [...wholes.values()].map((parcel) => ({ parcel, ...truthNews(this.#newsParts(parcel)) }))
    await this.#write(news)
    for (const { parcel, next } of news) {
      if (next === null) this.#due.delete(parcel.id)
      else this.#due.set(parcel.id, next)
    }
    this.#isLooking = false
    if (this.#touched.size > 0) this.#lookSoon()
    this.#plan()
  }

  async #write(news: readonly Judged[]): Promise<void> {
    const changed = news.flatMap(({ parcel, found }) => (found ? { parcel, found } : []))
    if (changed.length === 0) return
    const notices = this.notices.adding(news.flatMap((each) => each.notices))
    const moved = changed.flatMap(({ parcel, found }) => {
      const move = found.moves.at(-1)
      return move && move !== this.#book.found(parcel.id).moves.at(-1) ? movedLine(parcel, found) : []
    })
    const records = changed.map(({ parcel, found }) => this.#book.findingRecord(parcel.id, found))
    const isDone = await this.#append([...moved, ...notices.lines], [...records, ...notices.records])
    if (!isDone) return notices.undo()
    for (const { parcel, found } of changed) this.#book.putFinding(parcel.id, found)
  }

  async #append(lines: readonly LineBody[], records: ProofChange['records']): Promise<boolean> {
    const { journal, log } = this.#parts
    try {
      await journal.append({ lines, records })
      return true
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'verdict not noted')
      return false
    }
  }

  #newsParts(parcel: Parcel): NewsParts {
    const { visits, doors, clock } = this.#parts
    return {
      parcel,
      visits: visits.of(parcel.parts),
      truth: this.#book.whole(parcel.id, parcel.parts),
      porches: this.#porches.watches,
      boxes: this.#porches.boxes,
      now: clock.wall(),
      door: doors[0]?.id ?? null,
    }
  }

  #plan(): void {
    const { clock, isClockTrusted } = this.#parts
    this.#later?.cancel()
    this.#later = null
    if (this.#due.size === 0 || this.#disposed) return
    const first = Math.min(...this.#due.values()) - clock.wall()
    const wait = milliseconds(Math.max(1_000, Math.min(first, LOOK_EVERY_MS)))
    this.#later = clock.wake(after(clock.mono(), wait), () => {
      const now = clock.wall()
      if (isClockTrusted()) for (const [id, at] of this.#due) if (at <= now) this.#touched.add(id)
      if (this.#touched.size > 0) this.#lookSoon()
      else this.#plan()
    })
  }
}

/** A courier is being let in there, or is inside: whoever is merely expected is not. */
export const isVisited = (door: DoorState | null): boolean =>
  door !== null && door.session !== null && door.session.phase !== 'armed'

type Judged = TruthNews & { readonly parcel: Parcel }

function movedLine({ id }: Parcel, { verdict, moves }: Found): LineBody {
  const move = moves.at(-1)
  const why = move?.why.map((reason) => reason.why) ?? []
  const data = { parcel: id, from: move?.from, to: move?.to, confidence: verdict?.confidence, why }
  return { door: null, session: null, type: 'VerdictMoved', cause: 'runtime', data }
}
