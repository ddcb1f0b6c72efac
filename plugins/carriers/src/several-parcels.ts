// One push that tells of several parcels: each is read for itself, up to a bound.
import type { CarrierParse, CarrierReading } from '@portico/plugin-api'

/** Each is a line of the journal; no vendor sends as many of one household. */
export const PARCELS_MAX = 100

/**
 * `read` answers null for an entry that names no parcel. Of more entries than the bound none is read: half of a message
 * could be the wrong half, and the whole of it is kept.
 */
export function severalParcels<T>(
  entries: readonly T[],
  read: (entry: T) => CarrierReading | null,
): CarrierParse {
  if (entries.length > PARCELS_MAX)
    return { understood: false, why: `more than ${PARCELS_MAX} parcels in one message` }
  const readings = entries.map(read).filter((each) => each !== null)
  return readings.length === 0
    ? { understood: false, why: 'no parcel in the message' }
    : { understood: true, readings }
}
