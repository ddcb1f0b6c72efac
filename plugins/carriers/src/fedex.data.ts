// FedEx's status codes, and how it would tell each of our states.
import type { Elsewhere, ParcelStatus } from '@portico/plugin-api'

/** By `latestStatusDetail.code`; never by `derivedCode`, which calls a vehicle on its way to the door *in transit*. */
export const codes: Readonly<Record<string, ParcelStatus>> = {
  OC: 'announced',
  IN: 'announced',
  PU: 'accepted',
  PX: 'accepted',
  DO: 'accepted',
  IT: 'in-transit',
  AR: 'in-transit',
  DP: 'in-transit',
  AF: 'in-transit',
  FD: 'in-transit',
  OD: 'out-for-delivery',
  SE: 'exception',
  DY: 'exception',
  CA: 'exception',
  CD: 'exception',
  RS: 'returned',
  RP: 'returned',
}

/** Waits to be fetched. */
export const heldCodes: ReadonlySet<string> = new Set(['HL', 'HP'])

/** `exceptionCode` of a scan: nobody was there. */
export const NOBODY_THERE = '08'

/** Where a delivery went, by `deliveryDetails.locationType`, where its words alone would not tell. */
export const locationTypes: Readonly<Record<string, Elsewhere>> = {
  FEDEX_LOCATION: 'pickup-point',
  FEDEX_ONSITE: 'pickup-point',
  APARTMENT_OFFICE: 'other',
}

interface Told {
  readonly code: string
  readonly words: string
  readonly locationType?: string
}

/** It has no word for a courier about to arrive; a shipment called off is an exception like others. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { code: 'OC', words: 'Label created' },
  accepted: { code: 'PU', words: 'Picked up' },
  'in-transit': { code: 'IT', words: 'In transit' },
  'out-for-delivery': { code: 'OD', words: 'On FedEx vehicle for delivery' },
  delivered: { code: 'DL', words: 'Delivered', locationType: 'RESIDENCE' },
  'delivered-elsewhere': { code: 'DL', words: 'Delivered', locationType: 'NEIGHBOR' },
  attempted: { code: 'DE', words: 'Customer not available' },
  exception: { code: 'SE', words: 'Shipment exception' },
  returned: { code: 'RS', words: 'Returning package to shipper' },
}
