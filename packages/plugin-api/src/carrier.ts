// The contract of a carrier or tracking service: bytes in, reading out, no I/O.
import type { Elsewhere, ParcelStatus, SourceGrade, WallTime } from '@portico/core'

export interface HookRequest {
  /** Lower-case names; a header sent twice is an array. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body exactly as it came. */
  readonly body: Uint8Array
}

export type HookVerdict =
  | { readonly accepted: true }
  | {
      readonly accepted: false
      readonly why: 'no-secret' | 'header-missing' | 'header-twice' | 'mismatch' | 'too-old'
    }

/** What one message says, in the common vocabulary. Absent fields were not told. */
export interface CarrierReading {
  readonly carrier: string
  /** null: a message that says nothing about a parcel's state, or a word we do not know. */
  readonly status: ParcelStatus | null
  readonly trackingNumbers: readonly string[]
  /** ISO 8601 as the carrier gave it; with no zone where the carrier names none. */
  readonly occurredAt: string | null
  /** The sender's own id of the message, for de-duplication; null when it has none. */
  readonly eventId: string | null
  readonly orderId?: string
  /** A real window with times of day, ISO 8601. A bare date or midnight is no window. */
  readonly window?: { readonly from: string; readonly to: string }
  readonly elsewhere?: Elsewhere
  readonly signedBy?: string
}

export type CarrierParse =
  | { readonly understood: true; readonly reading: CarrierReading }
  | { readonly understood: false; readonly why: string }

export interface CarrierSample {
  readonly trackingNumber: string
  readonly status: ParcelStatus
  readonly occurredAt: WallTime
  readonly eventId: string
}

export interface Carrier {
  /** Id of the source: the last part of `/hooks/<source>`. */
  readonly id: string
  readonly name: string
  readonly grade: SourceGrade
  /** Largest body that is read, bytes. */
  readonly bodyBytesMax: number
  verify(request: HookRequest, secret: string, now: WallTime): HookVerdict
  /** Takes the parsed JSON body; never throws. */
  parse(body: unknown): CarrierParse
  /** A message as this source would send it, with its authentication, for tests and the tour. */
  sample(
    sample: CarrierSample,
    secret: string,
  ): { readonly headers: Readonly<Record<string, string>>; readonly body: string }
}
