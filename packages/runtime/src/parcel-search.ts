// Finding parcels among many: any part of number, carrier, title, sender, order, or of what else is told of it; within
// days; newest first, page by page.
import { type Parcel, normalNumber } from '@portico/core'

/** Shorter than this finds too much to mean anything. */
export const QUERY_MIN = 3
/** Words beyond these are not looked for. */
const WORDS_MAX = 8

/** A place in the list: the parcel that was told last. */
export interface ParcelPlace {
  readonly lastSeen: number
  readonly id: string
}

export interface ParcelSearch {
  /** At least `QUERY_MIN` characters; null: all. */
  readonly text: string | null
  /** Null: from the newest on. */
  readonly before: ParcelPlace | null
  readonly limit: number
  /** Somebody spoke of it in this time, Unix ms; absent: whenever. */
  readonly from?: number
  readonly to?: number
  /** What else is told of one in words: whose it is, what became of it. Asked of those alone that may be read. */
  readonly toldOf?: (parcel: Parcel) => readonly string[]
  /** Whether whoever looks may read this one's number, title and sender; absent: all of them. */
  readonly reads?: (parcel: Parcel) => boolean
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Newest first; of the same moment by id, so that the order is the same at every look. */
export const byPlace = (a: ParcelPlace, b: ParcelPlace): number =>
  b.lastSeen - a.lastSeen || compare(b.id, a.id)

/** The text as it stands, or each of its words somewhere. */
function matches(parcel: Parcel, text: string, toldOf: (parcel: Parcel) => readonly string[]): boolean {
  const { numbers, carrier, title, sender, orders } = parcel
  const digits = normalNumber(text)
  if (digits.length >= QUERY_MIN && numbers.some((number) => number.includes(digits))) return true
  const fields = [...numbers, carrier, title, sender, ...orders].map((field) => field?.toLowerCase() ?? '')
  const wanted = text.toLowerCase()
  if (fields.some((field) => field.includes(wanted))) return true
  const all = [...fields, ...toldOf(parcel).map((words) => words.toLowerCase())]
  const words = wanted.split(/\s+/).slice(0, WORDS_MAX)
  return words.every((word) => all.some((field) => field.includes(word)))
}

const isIn = (
  { firstSeen, lastSeen }: Parcel,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Pick<ParcelSearch, 'from' | 'to'>,
): boolean => firstSeen <= to && lastSeen >= from

/** One that is not ours is out of the list, and found by whoever looks for it. */
const isListed = (parcel: Parcel, { text, reads = () => true, toldOf = () => [] }: ParcelSearch): boolean =>
  text === null ? parcel.disowned === null : reads(parcel) && matches(parcel, text, toldOf)

/** `sorted` by `byPlace`. */
export function searchParcels(sorted: readonly Parcel[], search: ParcelSearch): readonly Parcel[] {
  const { before, limit } = search
  const found: Parcel[] = []
  for (const parcel of sorted) {
    if (found.length === limit) break
    if (before && byPlace(parcel, before) <= 0) continue
    if (isIn(parcel, search) && isListed(parcel, search)) found.push(parcel)
  }
  return found
}
