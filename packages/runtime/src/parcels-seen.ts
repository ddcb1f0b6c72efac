// What cameras saw of parcels during a visit: kept with it, so that a look at one parcel does not read the journal of
// all. Written in the transaction of its `ParcelSeen` line.
import type { SessionId, WallTime } from '@portico/core'
import type { RecordChange } from '@portico/ports'
import type { SealedRecords } from './sealed-records.ts'

export interface ParcelSight {
  readonly at: WallTime
  readonly camera: string
  readonly what: 'appeared' | 'removed'
  /** 0–1 */
  readonly confidence: number
}

/** Kept of one visit: the newest. */
const SIGHTS_KEPT = 20

/** In the order in which they were seen. */
export const parcelsSeen = (records: SealedRecords, session: SessionId): readonly ParcelSight[] =>
  // cast: only this file writes these records
  (records.get('parcels-seen', session) as readonly ParcelSight[] | null) ?? []

export const withSight = (
  records: SealedRecords,
  session: SessionId,
  sight: ParcelSight,
): Omit<RecordChange, 'home'> =>
  records.put('parcels-seen', session, [...parcelsSeen(records, session), sight].slice(-SIGHTS_KEPT))
