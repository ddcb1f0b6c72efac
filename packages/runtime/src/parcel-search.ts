// Finding parcels among many: any part of number, carrier, title, sender or order, newest first, page by page.
import { type Parcel, normalNumber } from '@portico/core'

/** Shorter than this finds too much to mean anything. */
export const QUERY_MIN = 3

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
  /** Whether whoever looks may read this one's number, title and sender; absent: all of them. */
  readonly reads?: (parcel: Parcel) => boolean
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Newest first; of the same moment by id, so that the order is the same at every look. */
export const byPlace = (a: ParcelPlace, b: ParcelPlace): number =>
  b.lastSeen - a.lastSeen || compare(b.id, a.id)

function matches({ numbers, carrier, title, sender, orders }: Parcel, text: string): boolean {
  const wanted = text.toLowerCase()
  const digits = normalNumber(text)
  if (digits.length >= QUERY_MIN && numbers.some((number) => number.includes(digits))) return true
  return [carrier, title, sender, ...orders].some((field) => field?.toLowerCase().includes(wanted) === true)
}

/** One that is not ours is out of the list, and found by whoever looks for it. */
const isListed = (
  parcel: Parcel,
  { text, reads = () => true }: Pick<ParcelSearch, 'text' | 'reads'>,
): boolean => (text === null ? parcel.disowned === null : reads(parcel) && matches(parcel, text))

/** `sorted` by `byPlace`. */
export function searchParcels(sorted: readonly Parcel[], search: ParcelSearch): readonly Parcel[] {
  const { before, limit } = search
  const found: Parcel[] = []
  for (const parcel of sorted) {
    if (found.length === limit) break
    if (before && byPlace(parcel, before) <= 0) continue
    if (isListed(parcel, search)) found.push(parcel)
  }
  return found
}
