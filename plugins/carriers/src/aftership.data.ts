// AfterShip's tags and subtags, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const tags: Readonly<Record<string, ParcelStatus>> = {
  Pending: 'announced',
  InfoReceived: 'announced',
  InTransit: 'in-transit',
  OutForDelivery: 'out-for-delivery',
  AttemptFail: 'attempted',
  Exception: 'exception',
  Expired: 'exception',
}

/** Narrower than their tag: an acceptance scan; picked up by the customer; on its way back, and come back. */
export const subtags: Readonly<Record<string, ParcelStatus>> = {
  InTransit_002: 'accepted',
  Exception_010: 'returned',
  Exception_011: 'returned',
}

/** *Delivered*, and fetched by the customer himself. */
export const FETCHED = 'Delivered_002'

interface Told {
  readonly tag: string
  readonly subtag: string
  readonly message: string
}

/** It has no word for a courier about to arrive, nor for a shipment called off. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { tag: 'InfoReceived', subtag: 'InfoReceived_001', message: 'Info received' },
  accepted: { tag: 'InTransit', subtag: 'InTransit_002', message: 'Acceptance scan' },
  'in-transit': { tag: 'InTransit', subtag: 'InTransit_003', message: 'Arrival scan' },
  'out-for-delivery': { tag: 'OutForDelivery', subtag: 'OutForDelivery_001', message: 'Out for Delivery' },
  delivered: { tag: 'Delivered', subtag: 'Delivered_001', message: 'Delivered' },
  'delivered-elsewhere': { tag: 'Delivered', subtag: 'Delivered_001', message: 'Left with a neighbour' },
  attempted: { tag: 'AttemptFail', subtag: 'AttemptFail_001', message: 'Addressee not available' },
  exception: { tag: 'Exception', subtag: 'Exception_001', message: 'Exception' },
  returned: { tag: 'Exception', subtag: 'Exception_011', message: 'Returned to sender' },
}
