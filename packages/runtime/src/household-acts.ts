// What people of the house do with parcels: they claim one, describe it, say that two are one or one is two, that it is
// none of theirs, and undo that. Each act is a durable line with who did it; a merged parcel never may more than each of
// its parts could.
import {
  type ActorId,
  type Parcel,
  type ParcelId,
  type Told,
  type WallTime,
  PARTS_MAX,
  foldObservation,
  isSplit,
  mayRead,
  newParcel,
  normalNumber,
  splitParcel,
  weigh,
  whichParcel,
  withTold,
} from '@portico/core'
import type { Chance, Clock, RecordChange } from '@portico/ports'
import { runtimeError } from './errors.ts'
import type { HomeJournal } from './home-journal.ts'
import { newId } from './new-id.ts'
import { type ParcelAct, ParcelActs } from './parcel-acts.ts'
import type { ParcelBook } from './parcel-book.ts'
import { type ParcelClaim, claimLine, claimObserved } from './parcel-claim.ts'
import { ceilingLine, lowered, parted } from './parcel-visits.ts'
import { isOfPerson, releasedPart } from './released-parcel.ts'
import { withStep } from './parcel-steps.ts'
import type { SealedRecords } from './sealed-records.ts'
import type { SerialByKey } from './serial-by-key.ts'
import type { Visit } from './visit.ts'
import type { VisitRecall } from './visit-recall.ts'
import { undoneParts } from './undone-parts.ts'
import type { Visits } from './visits.ts'

export interface HouseholdActsParts {
  readonly book: ParcelBook
  readonly serial: SerialByKey
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly visits: Visits
  readonly clock: Clock
  readonly chance: Chance
  readonly newId: (wall: WallTime) => ParcelId
  readonly recall: () => VisitRecall
}

type ActKind =
  | 'ParcelDescribed'
  | 'ParcelsMerged'
  | 'ParcelSplit'
  | 'ParcelDisowned'
  | 'ParcelActUndone'
  | 'ParcelReleased'

interface Written {
  readonly type: ActKind
  readonly by: string
  readonly data: Readonly<Record<string, unknown>>
  readonly parts: readonly Parcel[]
  readonly records?: readonly Omit<RecordChange, 'home'>[]
}

interface Changed extends Omit<Written, 'records'> {
  readonly act: ParcelAct
  /** Under way with what is changed. */
  readonly visits: readonly Visit[]
  readonly visit: (visit: Visit) => Visit
}

export class HouseholdActs {
  readonly #parts: HouseholdActsParts
  readonly #acts: ParcelActs

  constructor(parts: HouseholdActsParts) {
    this.#parts = parts
    this.#acts = new ParcelActs(parts.records)
  }

  /** What an undo on this parcel would undo; null: nothing. */
  undoable({ parts }: Pick<Parcel, 'parts'>): ParcelAct | null {
    return this.#acts.newestOf(parts)
  }

  /** A resident says: this is ours. @throws HubError `HUB_PARCEL_AMBIGUOUS`, `HUB_PARCEL_PRIVATE` */
  claim(claim: ParcelClaim): Promise<Parcel> {
    return this.#parts.serial.run([normalNumber(claim.number)], () => this.#claim(claim))
  }

  /** Words of the house about a parcel; what is absent stays as it was. @throws HubError `HUB_PARCEL_PRIVATE` */
  describe(id: ParcelId, told: Partial<Told>, by: ActorId): Promise<Parcel> {
    return this.#on([id], async ([whole]) => {
      this.#demandOwn(whole, by)
      const { person, confidential, ...rest } = told
      const secret = {
        ...(person !== undefined && { person }),
        ...(confidential !== undefined && { confidential }),
      }
      const parts = this.#parts.book
        .partsOf(whole)
        .map((part) => withTold(part, part.id === whole.id ? { ...rest, ...secret } : secret))
      // What it says is for the house alone: the line tells which fields, and not what stands in them.
      await this.#write({
        type: 'ParcelDescribed',
        by,
        data: { parcel: whole.id, fields: Object.keys(told).toSorted() },
        parts,
      })
      return this.#whole(whole.id)
    })
  }

  /** The second is the same parcel as the first. @throws HubError `HUB_PARCEL_SAME`, `_LIMIT`, `_BUSY`, `_PRIVATE` */
  merge(first: ParcelId, second: ParcelId, by: ActorId): Promise<Parcel> {
    return this.#on([first, second], async ([head, other]) => {
      if (head.id === other.id) throw runtimeError('HUB_PARCEL_SAME', 'these two are one parcel already')
      if (head.parts.length + other.parts.length > PARTS_MAX)
        throw runtimeError('HUB_PARCEL_LIMIT', `no more than ${PARTS_MAX} parcels can be one`)
      this.#demandOwn(head, by)
      this.#demandOwn(other, by)
      const { book, visits } = this.#parts
      const moved = book.partsOf(other).map((part): Parcel => ({ ...part, mergedInto: head.id }))
      const whole = book.wholeWith(head.id, moved) ?? head
      await this.#change({
        type: 'ParcelsMerged',
        by,
        data: { parcel: head.id, moved: other.parts, claim: whole.claim },
        parts: moved,
        act: { ...this.#newAct(by), what: 'merge', head: head.id, moved: other.parts },
        visits: visits.allUnderWayOf([...head.parts, ...other.parts]),
        visit: (visit) => lowered(visit, whole),
      })
      return this.#whole(head.id)
    })
  }

  /** What these sources said is about another parcel. @throws HubError `HUB_PARCEL_APART`, `_BUSY`, `_PRIVATE` */
  split(id: ParcelId, sources: readonly string[], by: ActorId): Promise<Parcel> {
    return this.#on([id], async ([whole]) => {
      this.#demandOwn(whole, by)
      const { book, visits } = this.#parts
      const [head, ...others] = book.partsOf(whole).filter(({ accounts }) => accounts.length > 0)
      if (!head || others.length > 0 || !isSplit(head, sources))
        throw runtimeError('HUB_PARCEL_APART', 'name some of its sources, and not all; undo a merge first')
      const act = this.#newAct(by)
      const halves = splitParcel(head, sources, this.#parts.newId(act.at))
      const { kept, taken } = halves
      await this.#change({
        type: 'ParcelSplit',
        by,
        data: { parcel: kept.id, taken: taken.id, sources },
        parts: [kept, taken],
        act: { ...act, what: 'split', head: kept.id, taken: taken.id, claim: head.claim },
        visits: visits.allUnderWayOf(whole.parts),
        visit: (visit) => parted(visit, halves),
      })
      return this.#whole(taken.id)
    })
  }

  /** It is none of ours: nobody is let in with it, now or later, unless somebody claims it. @throws HubError `_BUSY`, `_PRIVATE` */
  disown(id: ParcelId, by: ActorId): Promise<Parcel> {
    return this.#on([id], async ([whole]) => {
      this.#demandOwn(whole, by)
      const { book, visits, recall } = this.#parts
      const under = visits.allUnderWayOf(whole.parts)
      if (under.some((visit) => recall().isBegun(visit))) throw busy()
      const act = this.#newAct(by)
      const parts = book.partsOf(whole)
      const claimed = parts.filter(({ claim }) => claim === 'household').map((part) => part.id)
      const noted = this.#acts.add({ ...act, what: 'disown', head: whole.id, claimed })
      await this.#write({
        type: 'ParcelDisowned',
        by,
        data: { parcel: whole.id, visits: under.map((visit) => visit.id) },
        parts: parts.map((part) => weigh({ ...part, claim: 'none', disowned: act.at })),
        records: noted.records,
      })
      noted.apply()
      // It arms nothing any more, so no new visit can come between.
      for (const visit of under) await recall().callOff(visit, 'not-mine')
      return this.#whole(whole.id)
    })
  }

  /**
   * Its person is of this home no more: it is everybody's, and somebody has to claim it anew before anybody is let in
   * unasked. One that was his alone is read by nobody. A visit in which a courier has begun goes on as it is.
   */
  async release(person: ActorId): Promise<void> {
    const { book, visits, recall } = this.#parts
    for (const { id } of book.all.filter((whole) => isOfPerson(book.partsOf(whole), person)))
      await this.#on([id], async ([whole]) => {
        const parts = book.partsOf(whole).map((part) => releasedPart(part, person))
        const write = async (under: readonly Visit[]): Promise<void> => {
          const changed = under.flatMap((visit) => visits.get(visit.id) ?? [])
          const now = changed.map((visit) => lowered(visit, { claim: 'none' }))
          await this.#write({
            type: 'ParcelReleased',
            by: person,
            data: { parcel: whole.id, visits: now.map(ceilingLine) },
            parts,
            records: now.map((visit) => visits.record(visit)),
          })
          for (const visit of now) visits.put(visit)
        }
        const under = visits.allUnderWayOf(whole.parts).filter((visit) => !recall().isBegun(visit))
        await recall().stoodBack(under, () => write(under))
      })
  }

  /** Takes the newest act on this parcel back. @throws HubError `HUB_PARCEL_UNDO`, `_BUSY`, `_PRIVATE` */
  undo(id: ParcelId, by: ActorId): Promise<Parcel> {
    return this.#on([id], async ([whole]) => {
      this.#demandOwn(whole, by)
      const act = this.undoable(whole)
      if (!act) throw runtimeError('HUB_PARCEL_UNDO', 'nothing was done with this parcel that can be undone')
      this.#demandQuiet(whole)
      const parts = undoneParts(act, this.#parts.book)
      const noted = this.#acts.remove(act)
      const data = { parcel: act.head, what: act.what, act: act.id }
      await this.#write({ type: 'ParcelActUndone', by, data, parts, records: noted.records })
      noted.apply()
      return this.#whole(act.head)
    })
  }

  async #claim({ number, carrier, title, by, told = {} }: ParcelClaim): Promise<Parcel> {
    const { book, clock, journal, records } = this.#parts
    const received = clock.wall()
    const observation = claimObserved(carrier, received)
    const naming = { number, carrier, source: 'hand', occurredAt: null, received }
    const { parcel: known, rivals } = whichParcel(book.alike(number), naming)
    if (rivals.length > 0)
      throw runtimeError('HUB_PARCEL_AMBIGUOUS', 'two carriers use this number: say which one brings it')
    if (known) this.#demandOwn(book.get(known.id) ?? known, by)
    const folded = known
      ? foldObservation(known, observation)
      : newParcel(this.#parts.newId(received), number, observation)
    const parcel = withTold(folded, { ...told, ...(title !== null && { title }) })
    await journal.append({
      lines: [claimLine(parcel.id, by)],
      records: [book.record(parcel), withStep(records, parcel.id, observation)],
    })
    book.put(parcel)
    return this.#whole(parcel.id)
  }

  /** Parcels, what may be undone, and what their visits may, in one transaction and while no door is armed for them. */
  #change({ act, visits: under, visit: change, data, ...written }: Changed): Promise<void> {
    const { visits, recall } = this.#parts
    return recall().stoodBack(under, async () => {
      const changed = under.map(({ id }) => visits.get(id)).flatMap((visit) => (visit ? change(visit) : []))
      const noted = this.#acts.add(act)
      await this.#write({
        ...written,
        data: { ...data, visits: changed.map(ceilingLine) },
        records: [...noted.records, ...changed.map((visit) => visits.record(visit))],
      })
      for (const visit of changed) visits.put(visit)
      noted.apply()
    })
  }

  async #write({ type, by, data, parts, records = [] }: Written): Promise<void> {
    const { book, journal } = this.#parts
    await journal.append({
      lines: [{ door: null, session: null, type, cause: 'person', data: { by, ...data } }],
      records: [...parts.map((part) => book.record(part)), ...records],
    })
    for (const part of parts) book.put(part)
  }

  /** One after the other with everything else about their numbers. @throws HubError `HUB_RUNTIME_UNKNOWN` */
  #on<const Ids extends readonly ParcelId[], Result>(
    ids: Ids,
    work: (wholes: { readonly [Place in keyof Ids]: Parcel }) => Promise<Result>,
  ): Promise<Result> {
    const keys = ids.flatMap((id) => this.#whole(id).numbers)
    return this.#parts.serial.run(keys, () =>
      // cast: map keeps the length of the tuple
      work(ids.map((id) => this.#whole(id)) as { readonly [Place in keyof Ids]: Parcel }),
    )
  }

  #whole(id: ParcelId): Parcel {
    const whole = this.#parts.book.get(id)
    if (!whole) throw runtimeError('HUB_RUNTIME_UNKNOWN', 'no such parcel')
    return whole
  }
  #newAct(by: string): { readonly id: string; readonly by: string; readonly at: WallTime } {
    const at = this.#parts.clock.wall()
    return { id: newId('a', at, this.#parts.chance), by, at }
  }
  #demandQuiet({ parts }: Parcel): void {
    const { visits, recall } = this.#parts
    if (visits.allUnderWayOf(parts).some((visit) => recall().isBegun(visit))) throw busy()
  }
  #demandOwn(parcel: Pick<Parcel, 'confidential' | 'person'>, by: string): void {
    if (!mayRead(parcel, by))
      throw runtimeError('HUB_PARCEL_PRIVATE', 'this parcel is for somebody else of the home alone')
  }
}

const busy = (): Error =>
  runtimeError('HUB_PARCEL_BUSY', 'a courier is at the door with this parcel; wait until the visit has ended')
