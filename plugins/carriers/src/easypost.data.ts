// EasyPost's words for a parcel's state, and how it would tell each of ours.
import type { ParcelStatus } from '@portico/plugin-api'

/** Statuses that mean the same whatever the words of the detail; the others are told by `easypost.ts`. */
export const plainStatus: Readonly<Record<string, ParcelStatus>> = {
  pre_transit: 'announced',
  out_for_delivery: 'out-for-delivery',
  return_to_sender: 'returned',
  cancelled: 'cancelled',
  error: 'exception',
}

interface Told {
  readonly status: string
  readonly detail: string
  readonly message: string
}

/** It has no word for a courier about to arrive. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { status: 'pre_transit', detail: 'label_created', message: 'Shipper created a label' },
  accepted: { status: 'in_transit', detail: 'received_at_origin_facility', message: 'Origin Scan' },
  'in-transit': { status: 'in_transit', detail: 'departed_facility', message: 'Departed from Facility' },
  'out-for-delivery': {
    status: 'out_for_delivery',
    detail: 'out_for_delivery',
    message: 'Out For Delivery Today',
  },
  delivered: { status: 'delivered', detail: 'arrived_at_destination', message: 'DELIVERED' },
  'delivered-elsewhere': {
    status: 'delivered',
    detail: 'arrived_at_destination',
    message: 'Package was left with a neighbor',
  },
  attempted: { status: 'failure', detail: 'failure', message: 'Nobody was home, a notice was left' },
  exception: { status: 'failure', detail: 'damaged', message: 'The package was damaged' },
  returned: { status: 'return_to_sender', detail: 'return', message: 'Returned to Sender' },
  cancelled: { status: 'cancelled', detail: 'cancelled', message: 'The shipment was cancelled' },
}
