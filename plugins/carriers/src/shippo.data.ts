// Shippo's statuses and substatuses, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const statuses: Readonly<Record<string, ParcelStatus>> = {
  PRE_TRANSIT: 'announced',
  TRANSIT: 'in-transit',
  RETURNED: 'returned',
  FAILURE: 'exception',
}

/** By substatus, within the status `TRANSIT`: "out for delivery" is told nowhere else. */
export const transitCodes: Readonly<Record<string, ParcelStatus>> = {
  package_accepted: 'accepted',
  out_for_delivery: 'out-for-delivery',
  delivery_attempted: 'attempted',
  notice_left: 'attempted',
}

/** Within `TRANSIT`: waits where it can be fetched. */
export const PICKUP = 'pickup_available'

interface Told {
  readonly status: string
  readonly code: string
  readonly text: string
}

/** It has no word for a courier about to arrive, nor for a shipment called off. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { status: 'PRE_TRANSIT', code: 'information_received', text: 'Information received.' },
  accepted: { status: 'TRANSIT', code: 'package_accepted', text: 'Package was accepted.' },
  'in-transit': { status: 'TRANSIT', code: 'package_departed', text: 'Package has departed.' },
  'out-for-delivery': {
    status: 'TRANSIT',
    code: 'out_for_delivery',
    text: 'Package is out for delivery.',
  },
  delivered: { status: 'DELIVERED', code: 'delivered', text: 'Package has been delivered.' },
  'delivered-elsewhere': { status: 'DELIVERED', code: 'delivered', text: 'Left with a neighbor.' },
  attempted: { status: 'FAILURE', code: 'delivery_attempted', text: 'Delivery was attempted.' },
  exception: { status: 'FAILURE', code: 'package_damaged', text: 'Package is damaged.' },
  returned: { status: 'RETURNED', code: 'return_to_sender', text: 'Returned to sender.' },
}
