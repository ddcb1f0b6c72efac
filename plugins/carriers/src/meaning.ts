// What a vendor's word means in the common vocabulary. A word that stands in no table keeps the old state: it never
// takes the meaning of a similar one, so nothing is armed by a word that nobody told us.
import type { CarrierReading, Elsewhere, ParcelStatus } from '@portico/plugin-api'
import { placeNamedIn, saysNobodyWasThere, saysReturn } from './delivery-words.ts'
import { carrierError } from './errors.ts'

/** A status in the common vocabulary; `elsewhere` only with `delivered-elsewhere`. */
export interface Meaning {
  readonly status: ParcelStatus | null
  readonly elsewhere?: Elsewhere
}

/** Tables are written down as plain objects; only what they hold themselves counts. */
export const lookUp = <T>(table: Readonly<Record<string, T>>, word: string | null): T | null =>
  word !== null && Object.hasOwn(table, word) ? (table[word] ?? null) : null

export const unknown: Meaning = { status: null }

export const meaning = (status: ParcelStatus | null): Meaning => ({ status })

/** At the door, unless the words name another place. */
export function deliveredBy(words: string): Meaning {
  const elsewhere = placeNamedIn(words)
  return elsewhere === null ? { status: 'delivered' } : { status: 'delivered-elsewhere', elsewhere }
}

/** Waiting where it can be fetched: a pickup point, unless the words know better. */
export const waitingAt = (words: string): Meaning => ({
  status: 'delivered-elsewhere',
  elsewhere: placeNamedIn(words) ?? 'pickup-point',
})

/** Did not come: because nobody was there, because it goes back, or for any other reason. */
export function failedBy(words: string): Meaning {
  if (saysReturn(words)) return { status: 'returned' }
  return { status: saysNobodyWasThere(words) ? 'attempted' : 'exception' }
}

export const mayArm = ({ status }: Meaning): boolean => status === 'out-for-delivery' || status === 'arriving'

/** What was not told is left out. */
export function readingOf(
  told: Pick<CarrierReading, 'carrier' | 'trackingNumbers' | 'occurredAt' | 'eventId'>,
  { status, elsewhere }: Meaning,
  more: { readonly [Name in keyof CarrierReading]?: CarrierReading[Name] | null } = {},
): CarrierReading {
  const known = Object.fromEntries(
    Object.entries(more).filter(([, value]) => value !== null && value !== undefined),
  )
  return { ...told, status, ...(elsewhere !== undefined && { elsewhere }), ...known }
}

/** How the source would tell a status. @throws HubError `HUB_CARRIER_SAMPLE` when it has no word for it. */
export function toldBy<T>(
  source: string,
  table: Readonly<Partial<Record<ParcelStatus, T>>>,
  status: ParcelStatus,
): T {
  const told = table[status]
  if (told === undefined)
    throw carrierError('HUB_CARRIER_SAMPLE', `sample ${source}: it never reports ${status}`)
  return told
}
