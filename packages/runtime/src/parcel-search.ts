// Finding parcels among many: any part of number, carrier, title, sender, order, or of what else is told of it; within
// days; newest first, page by page. It looks at few at a time, so that whoever runs it can let others go between.
import { type Parcel, normalNumber } from '@portico/core'

/** Shorter than this finds too much to mean anything. */
export const QUERY_MIN = 3
/** Words beyond these are not looked for. */
const WORDS_MAX = 8
/** Parcels that are looked at in one stretch: each may cost a verdict. */
export const LOOKED_AT_ONCE = 100

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
  /** What else is told of one in words: whose it is, where it is. Asked of those alone that may be read. */
  readonly toldOf?: (parcel: Parcel) => readonly string[]
  /** What became of it, in words, where these of the search stand nowhere else; empty: none that has them all. */
  readonly outcomeOf?: (parcel: Parcel, missing: readonly string[]) => string
  /** Whether whoever looks may read this one's number, title and sender; absent: all of them. */
  readonly reads?: (parcel: Parcel) => boolean
}

/** Done after as many steps as it needs stretches; what it finds are the parcels as they were when it was made. */
export type ParcelLook = Generator<void, readonly Parcel[], void>

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Newest first; of the same moment by id, so that the order is the same at every look. */
export const byPlace = (a: ParcelPlace, b: ParcelPlace): number =>
  b.lastSeen - a.lastSeen || compare(b.id, a.id)

type Telling = Required<Pick<ParcelSearch, 'toldOf' | 'outcomeOf'>>

/** The text as it stands, or each of its words somewhere. */
function matching(text: string, { toldOf, outcomeOf }: Telling): (parcel: Parcel) => boolean {
  const digits = normalNumber(text)
  const wanted = text.toLowerCase()
  const words = wanted.split(/\s+/).slice(0, WORDS_MAX)
  return (parcel) => {
    const { numbers, carrier, title, sender, orders } = parcel
    if (digits.length >= QUERY_MIN && numbers.some((number) => number.includes(digits))) return true
    const fields = [...numbers, carrier, title, sender, ...orders].map((field) => field?.toLowerCase() ?? '')
    if (fields.some((field) => field.includes(wanted))) return true
    const all = [...fields, ...toldOf(parcel).map((told) => told.toLowerCase())]
    const missing = words.filter((word) => !all.some((field) => field.includes(word)))
    if (missing.length === 0) return true
    const outcome = outcomeOf(parcel, missing).toLowerCase()
    return missing.every((word) => outcome.includes(word))
  }
}

const isIn = (
  { firstSeen, lastSeen }: Parcel,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Pick<ParcelSearch, 'from' | 'to'>,
): boolean => firstSeen <= to && lastSeen >= from

/** One that is not ours is out of the list, and found by whoever looks for it. */
function listing(search: ParcelSearch): (parcel: Parcel) => boolean {
  const { text, reads = () => true, toldOf = () => [], outcomeOf = () => '' } = search
  if (text === null) return (parcel) => parcel.disowned === null
  const matches = matching(text, { toldOf, outcomeOf })
  return (parcel) => reads(parcel) && matches(parcel)
}

/** `sorted` by `byPlace`; gives way after every `LOOKED_AT_ONCE` parcels. */
export function* lookForParcels(sorted: readonly Parcel[], search: ParcelSearch): ParcelLook {
  const { before, limit } = search
  const isListed = listing(search)
  const found: Parcel[] = []
  let looked = 0
  for (const parcel of before ? sorted.filter((each) => byPlace(each, before) > 0) : sorted) {
    if (found.length === limit) break
    if (looked > 0 && looked % LOOKED_AT_ONCE === 0) yield
    looked += 1
    if (isIn(parcel, search) && isListed(parcel)) found.push(parcel)
  }
  return found
}
