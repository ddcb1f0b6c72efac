// What a carrier said, read, and the rule under which it is taken.
import type { Observation, ParcelStatus, GeoPosition, SourceGrade, WallTime, Window } from '@portico/core'

/** What a source may say besides, where it knows it. */
export type ReportMore = Pick<
  Observation,
  'sender' | 'title' | 'orders' | 'direction' | 'value' | 'perishable'
>

/** One message of a carrier, read. */
export interface CarrierReport extends ReportMore {
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
  /** A picture inside of the message. */
  readonly photo?: { readonly mime: 'image/jpeg' | 'image/png'; readonly bytes: Uint8Array }
  /** Where the carrier has a picture. */
  readonly photoUrl?: string
  /** As the carrier spells it; personal. */
  readonly signedBy?: string
  /** Where this happened; it is measured against the home and not kept. */
  readonly position?: GeoPosition
  /** Which parcel of a message that tells of several, from 0. */
  readonly part?: number
  /** It came by mail: it reaches the porch at most, unless the household raised its sender. */
  readonly mail?: { readonly raised: boolean }
  /** Why it is shown and arms nothing, whatever it says; null or absent: it arms what arms. */
  readonly held?: string | null
}
