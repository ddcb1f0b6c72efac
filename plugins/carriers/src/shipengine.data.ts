// ShipEngine's status codes and detail codes, and how it would tell each of our states.
import type { Elsewhere, ParcelStatus } from '@portico/plugin-api'

export const statusCodes: Readonly<Record<string, ParcelStatus>> = {
  NY: 'announced',
  AC: 'accepted',
  IT: 'in-transit',
  AT: 'attempted',
  EX: 'exception',
}

/** Narrower than their status code, by `code detail`. */
export const detailCodes: Readonly<Record<string, ParcelStatus>> = {
  'IT OUT_FOR_DELIVERY': 'out-for-delivery',
  'EX RETURN_TO_SENDER': 'returned',
  'EX UNDELIVERABLE_RETURNED_TO_SENDER': 'returned',
}

/** Details of `DE`: delivered, and not at the door. */
export const places: Readonly<Record<string, Elsewhere>> = {
  DELIVERED_TO_NEIGHBOUR: 'neighbour',
  DELIVERED_TO_PICKUP_POINT: 'pickup-point',
  DELIVERED_TO_PO_BOX: 'other',
  DELIVERED_TO_ALTERNATIVE_DELIVERY_LOCATION: 'other',
}

interface Told {
  readonly code: string
  readonly detail: string
  readonly words: string
}

/** It has no word for a courier about to arrive, nor for a shipment called off. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { code: 'NY', detail: 'ELECTRONIC_ADVICE_RECEIVED', words: 'Not yet in the system' },
  accepted: { code: 'AC', detail: 'PICKED_UP', words: 'Picked up' },
  'in-transit': { code: 'IT', detail: 'DEPARTED_FACILITY', words: 'In transit' },
  'out-for-delivery': { code: 'IT', detail: 'OUT_FOR_DELIVERY', words: 'On the delivery vehicle' },
  delivered: { code: 'DE', detail: 'DELIVERED', words: 'Delivered' },
  'delivered-elsewhere': { code: 'DE', detail: 'DELIVERED_TO_NEIGHBOUR', words: 'Left with a neighbour' },
  attempted: { code: 'AT', detail: 'ATTEMPTED_DELIVERY', words: 'Delivery attempted' },
  exception: { code: 'EX', detail: 'PARCEL_DAMAGED', words: 'Damaged' },
  returned: { code: 'EX', detail: 'RETURN_TO_SENDER', words: 'Returned to sender' },
}
