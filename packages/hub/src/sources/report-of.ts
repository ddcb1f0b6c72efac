// What one reading becomes for the runtime, whether it was pushed to us or asked for.
import type { SourceGrade } from '@portico/core'
import type { CarrierReading } from '@portico/plugin-api'
import type { CarrierReport } from '@portico/runtime'
import { wallTimeOf } from '../http/iso-time.ts'

export interface Told {
  readonly source: string
  readonly grade: SourceGrade
  /** Null: the message named no parcel, or was not understood. */
  readonly reading: CarrierReading | null
  readonly eventId: string | null
  readonly body: Uint8Array
  /** Which parcel of its message, from 0. */
  readonly part: number
}

export function reportOf({ source, grade, reading, eventId, body, part }: Told): CarrierReport {
  const from = wallTimeOf(reading?.window?.from ?? null)
  const to = wallTimeOf(reading?.window?.to ?? null)
  return {
    source,
    grade,
    carrier: reading?.carrier ?? null,
    numbers: reading?.trackingNumbers ?? [],
    status: reading?.status ?? null,
    occurredAt: wallTimeOf(reading?.occurredAt ?? null),
    window: from !== null && to !== null && from < to ? { from, to } : null,
    elsewhere: reading?.elsewhere ?? null,
    eventId,
    body,
    part,
    ...(reading?.orderId !== undefined && { orders: [reading.orderId] }),
    ...(reading?.photo && { photo: reading.photo }),
    ...(reading?.photoUrl !== undefined && { photoUrl: reading.photoUrl }),
    ...(reading?.position && { position: reading.position }),
    ...(reading?.signedBy !== undefined && { signedBy: reading.signedBy }),
  }
}
