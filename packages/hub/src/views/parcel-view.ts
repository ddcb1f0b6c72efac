// A parcel as the household sees it.
import type { Parcel } from '@portico/core'
import type { ParcelView } from '@portico/protocol'
import type { Visit } from '@portico/runtime'

/** The newest visit that brings this parcel. */
const visitOf = (parcel: Parcel, visits: readonly Visit[]): Visit | null =>
  visits.filter(({ parcels }) => parcels.includes(parcel.id)).toSorted((a, b) => b.created - a.created)[0] ??
  null

export function parcelView(parcel: Parcel, visits: readonly Visit[]): ParcelView {
  const { window } = parcel
  return {
    id: parcel.id,
    trackingNumber: parcel.number,
    carrier: parcel.carrier,
    title: parcel.title,
    claim: parcel.claim,
    status: parcel.status,
    statusAt: parcel.statusAt,
    source: parcel.statusSource,
    window: window && { from: window.from, to: window.to },
    elsewhere: parcel.elsewhere,
    firstSeen: parcel.firstSeen,
    lastSeen: parcel.lastSeen,
    session: visitOf(parcel, visits)?.id ?? null,
  }
}
