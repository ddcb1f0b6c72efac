// Finding parcels among many: any part of number, carrier or title, newest first, page by page.
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
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Newest first; of the same moment by id, so that the order is the same at every look. */
export const byPlace = (a: ParcelPlace, b: ParcelPlace): number =>
  b.lastSeen - a.lastSeen || compare(b.id, a.id)

function matches({ number, carrier, title }: Parcel, text: string): boolean {
  const wanted = text.toLowerCase()
  const digits = normalNumber(text)
  if (digits.length >= QUERY_MIN && number.includes(digits)) return true
  return [carrier, title].some((field) => field?.toLowerCase().includes(wanted) === true)
}

/** `sorted` by `byPlace`. */
export function searchParcels(
  sorted: readonly Parcel[],
  { text, before, limit }: ParcelSearch,
): readonly Parcel[] {
  const found: Parcel[] = []
  for (const parcel of sorted) {
    if (found.length === limit) break
    if (before && byPlace(parcel, before) <= 0) continue
    if (text === null || matches(parcel, text)) found.push(parcel)
  }
  return found
}
