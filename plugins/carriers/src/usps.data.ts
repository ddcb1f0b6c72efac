// The status categories of USPS, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const categories: Readonly<Record<string, ParcelStatus>> = {
  'Pre-Shipment': 'announced',
  Accepted: 'accepted',
  'In Transit': 'in-transit',
  'Out for Delivery': 'out-for-delivery',
  'Delivery Attempt': 'attempted',
  Alert: 'exception',
  'Return to Sender': 'returned',
}

/** What the status says beside the category `Out for Delivery`. */
export const onTheVehicle = /^Out for Delivery(?:, Expected Delivery .{1,80})?$/

interface Told {
  readonly category: string
  readonly status: string
}

/** It has no word for a courier about to arrive, nor for a shipment called off. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { category: 'Pre-Shipment', status: 'Pre-Shipment' },
  accepted: { category: 'Accepted', status: 'Accepted' },
  'in-transit': { category: 'In Transit', status: 'In Transit' },
  'out-for-delivery': { category: 'Out for Delivery', status: 'Out for Delivery' },
  delivered: { category: 'Delivered', status: 'Delivered, Front Door/Porch' },
  'delivered-elsewhere': { category: 'Delivered', status: 'Delivered, Parcel Locker' },
  attempted: { category: 'Delivery Attempt', status: 'Notice Left' },
  exception: { category: 'Alert', status: 'Alert' },
  returned: { category: 'Return to Sender', status: 'Return to Sender' },
}
