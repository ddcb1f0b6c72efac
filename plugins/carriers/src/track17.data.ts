// 17TRACK's statuses and the carriers of its numbers, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const statuses: Readonly<Record<string, ParcelStatus>> = {
  InfoReceived: 'announced',
  InTransit: 'in-transit',
  OutForDelivery: 'out-for-delivery',
  Exception: 'exception',
  Expired: 'exception',
}

/** Narrower than their status. */
export const subStatuses: Readonly<Record<string, ParcelStatus>> = {
  InTransit_PickedUp: 'accepted',
  DeliveryFailure_NoBody: 'attempted',
  DeliveryFailure_Other: 'attempted',
  DeliveryFailure_Rejected: 'exception',
  DeliveryFailure_InvalidAddress: 'exception',
  DeliveryFailure_Security: 'exception',
  Exception_Returning: 'returned',
  Exception_Returned: 'returned',
}

/** By the vendor's number of a carrier; of all others the name that it prints is taken. */
export const carriersByNumber: Readonly<Record<string, string>> = { '7041': 'dhl-de' }

interface Told {
  readonly status: string
  readonly sub: string
  readonly words: string
}

/** It has no word for a courier about to arrive, nor for a shipment called off. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { status: 'InfoReceived', sub: 'InfoReceived', words: 'Label created' },
  accepted: { status: 'InTransit', sub: 'InTransit_PickedUp', words: 'Picked up' },
  'in-transit': { status: 'InTransit', sub: 'InTransit_Other', words: 'In transit' },
  'out-for-delivery': {
    status: 'OutForDelivery',
    sub: 'OutForDelivery_Other',
    words: 'Out for delivery',
  },
  delivered: { status: 'Delivered', sub: 'Delivered_Other', words: 'Delivered' },
  'delivered-elsewhere': { status: 'Delivered', sub: 'Delivered_Other', words: 'Left with a neighbour' },
  attempted: { status: 'DeliveryFailure', sub: 'DeliveryFailure_NoBody', words: 'Nobody was there' },
  exception: { status: 'Exception', sub: 'Exception_Other', words: 'Damaged' },
  returned: { status: 'Exception', sub: 'Exception_Returned', words: 'Returned' },
}
