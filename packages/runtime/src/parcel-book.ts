// All parcels of a home in memory: each part as it is stored, and the wholes that the household makes of them.
import {
  NOTHING_TOLD,
  type Parcel,
  type ParcelId,
  type WallTime,
  foldObservation,
  headOf,
  isOneCarrier,
  isRecycled,
  normalNumber,
  weigh,
  wholeParcel,
} from '@portico/core'
import type { RecordChange } from '@portico/ports'
import { type ParcelLook, type ParcelSearch, byPlace, lookForParcels } from './parcel-search.ts'
import type { SealedRecords } from './sealed-records.ts'

type RecordBody = Omit<RecordChange, 'home'>

export class ParcelBook {
  readonly #records: SealedRecords
  readonly #parts = new Map<ParcelId, Parcel>()
  /** By number: a report looks at the few that share it, not at all. */
  readonly #byNumber = new Map<string, Set<ParcelId>>()
  /** What was merged into each head. */
  readonly #merged = new Map<ParcelId, Set<ParcelId>>()
  /** In the order in which they are found; null once one has changed. */
  #sorted: readonly Parcel[] | null = null

  constructor(records: SealedRecords) {
    this.#records = records
    for (const { value } of records.all('parcel')) this.put(parcelIn(value))
  }

  /** Wholes, in no order. */
  get all(): readonly Parcel[] {
    return [...this.#parts.values()]
      .filter(({ mergedInto }) => mergedInto === null)
      .map((head) => this.#whole(head))
  }

  /** The whole that this parcel is, or is part of. */
  get(id: ParcelId): Parcel | null {
    const head = this.part(headOf(id, (at) => this.part(at)))
    return head && this.#whole(head)
  }
  /** What is known of one number of one carrier alone. */
  part(id: ParcelId): Parcel | null {
    return this.#parts.get(id) ?? null
  }
  partsOf(whole: Pick<Parcel, 'parts'>): readonly Parcel[] {
    return whole.parts.flatMap((id) => this.part(id) ?? [])
  }
  /** Parts with this number. */
  alike(number: string): readonly Parcel[] {
    return [...(this.#byNumber.get(normalNumber(number)) ?? [])].flatMap((id) => this.part(id) ?? [])
  }

  /** The whole as it will be once these parts have changed. */
  wholeWith(id: ParcelId, changed: readonly Parcel[]): Parcel | null {
    const partOf = (at: ParcelId): Parcel | null => changed.find((each) => each.id === at) ?? this.part(at)
    const head = partOf(headOf(id, partOf))
    if (!head) return null
    const ids = new Set([...(this.#merged.get(head.id) ?? []), ...changed.map((each) => each.id)])
    const parts = [...ids].flatMap((at) => partOf(at) ?? [])
    return wholeParcel(
      head,
      parts.filter(({ mergedInto }) => mergedInto === head.id),
    )
  }

  /** Others under way with its number, of other carriers. */
  conflictsOf(whole: Parcel, now: WallTime): readonly ParcelId[] {
    const others = whole.numbers.flatMap((number) => this.alike(number))
    return others
      .filter(
        (other) =>
          !whole.parts.includes(other.id) &&
          !isOneCarrier(other.carrier, whole.carrier) &&
          !isRecycled(other, now),
      )
      .map(({ id }) => id)
  }

  search(search: ParcelSearch): ParcelLook {
    this.#sorted ??= this.all.toSorted(byPlace)
    return lookForParcels(this.#sorted, search)
  }

  put(part: Parcel): void {
    this.#sorted = null
    const before = this.#parts.get(part.id)?.mergedInto ?? null
    if (before !== null && before !== part.mergedInto) this.#merged.get(before)?.delete(part.id)
    if (part.mergedInto !== null)
      this.#merged.set(part.mergedInto, (this.#merged.get(part.mergedInto) ?? new Set()).add(part.id))
    this.#byNumber.set(part.number, (this.#byNumber.get(part.number) ?? new Set()).add(part.id))
    this.#parts.set(part.id, part)
  }
  record(part: Parcel): RecordBody {
    return this.#records.put('parcel', part.id, part)
  }

  #whole(head: Parcel): Parcel {
    const parts = [...(this.#merged.get(head.id) ?? [])].flatMap((id) => this.part(id) ?? [])
    return parts.length === 0 ? head : wholeParcel(head, parts)
  }
}

/** Those of an earlier version know one state and no accounts: it is taken for the account of who said it. */
function parcelIn(value: unknown): Parcel {
  // cast: only this file writes these records
  const parcel = value as Partial<Parcel> & Omit<Parcel, 'accounts' | 'told' | 'mergedInto' | 'disowned'>
  const { accounts, told, mergedInto = null, disowned = null } = parcel
  if (accounts && told) return weigh({ ...parcel, accounts, told, mergedInto, disowned })
  const { statusSource, grade, carrier, status, statusAt, lastSeen, window, elsewhere, claim } = parcel
  const empty = weigh({
    ...parcel,
    accounts: [],
    told: { ...NOTHING_TOLD, title: parcel.title },
    mergedInto,
    disowned,
  })
  return foldObservation(empty, {
    source: statusSource ?? 'hand',
    grade,
    carrier,
    status,
    occurredAt: statusAt,
    received: parcel.doneAt ?? lastSeen,
    window,
    elsewhere,
    claim,
  })
}
