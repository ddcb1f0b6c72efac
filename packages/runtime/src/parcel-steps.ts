// What was said of one parcel, by whom: the same that its `ParcelObserved` lines tell, kept with it, so that a look at
// one parcel does not read the journal of all. Written in the transaction of those lines.
import type { Claim, Observation, ParcelId, ParcelStatus, SourceGrade, WallTime, Window } from '@portico/core'
import type { RecordChange } from '@portico/ports'
import type { SealedRecords } from './sealed-records.ts'

export interface ParcelStepTold {
  /** When it happened as the source says, else when it was heard. */
  readonly at: WallTime
  readonly status: ParcelStatus | null
  readonly source: string
  readonly grade: SourceGrade
  readonly claim: Claim
  readonly elsewhere: Observation['elsewhere']
  readonly window: Window | null
}

/** Steps kept of one parcel: the newest. */
export const STEPS_KEPT = 100

const stepOf = (observation: Observation): ParcelStepTold => {
  const { occurredAt, received, status, source, grade, claim, elsewhere, window } = observation
  return { at: occurredAt ?? received, status, source, grade, claim, elsewhere, window }
}

/** In the order in which they were heard. */
export const stepsOf = (records: SealedRecords, parcel: ParcelId): readonly ParcelStepTold[] =>
  // cast: only this file writes these records
  (records.get('parcel-steps', parcel) as readonly ParcelStepTold[] | null) ?? []

export const withStep = (
  records: SealedRecords,
  parcel: ParcelId,
  observation: Observation,
): Omit<RecordChange, 'home'> =>
  records.put('parcel-steps', parcel, [...stepsOf(records, parcel), stepOf(observation)].slice(-STEPS_KEPT))
