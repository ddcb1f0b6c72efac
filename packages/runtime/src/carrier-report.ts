// What a carrier said, read, and the rule under which it is taken.
import type { Mode, Observation, ParcelStatus, SourceGrade, WallTime, Window } from '@portico/core'

/** One message of a carrier, read. */
export interface CarrierReport {
  readonly source: string
  readonly grade: SourceGrade
  readonly carrier: string | null
  readonly numbers: readonly string[]
  readonly status: ParcelStatus | null
  readonly occurredAt: WallTime | null
  readonly window: Window | null
  readonly elsewhere: Observation['elsewhere']
  readonly eventId: string | null
  readonly body: Uint8Array
  /** Which parcel of a message that tells of several, from 0. */
  readonly part?: number
}

export interface DeliveryPolicy {
  readonly mode: Mode
  /** Hash of the policy in force; a visit pins it. */
  readonly hash: string
}
