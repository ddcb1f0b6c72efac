// Amazon Shipping's event codes and details, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const eventCodes: Readonly<Record<string, ParcelStatus>> = {
  ReadyForReceive: 'announced',
  PickupDone: 'accepted',
  PackageReceivedByCarrier: 'accepted',
  Departed: 'in-transit',
  ArrivedAtCarrierFacility: 'in-transit',
  RecipientRequestedAlternateDeliveryTiming: 'in-transit',
  OutForDelivery: 'out-for-delivery',
  Delivered: 'delivered',
  DeliveryAttempted: 'attempted',
  Rejected: 'exception',
  Undeliverable: 'exception',
  Lost: 'exception',
  PickupCancelled: 'exception',
  ReturnInitiated: 'returned',
}

/** `summary.trackingDetailCodes.forward` of a delivery that did not come to this household. */
export const TO_NEIGHBOUR = 'DeliveredToNeighbor'

interface Told {
  readonly code: string
  readonly details?: readonly string[]
}

/** It has no word for a courier about to arrive; a shipment called off is an exception like others. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { code: 'ReadyForReceive' },
  accepted: { code: 'PickupDone' },
  'in-transit': { code: 'Departed' },
  'out-for-delivery': { code: 'OutForDelivery' },
  delivered: { code: 'Delivered' },
  'delivered-elsewhere': { code: 'Delivered', details: [TO_NEIGHBOUR] },
  attempted: { code: 'DeliveryAttempted', details: ['CustomerUnavailable'] },
  exception: { code: 'Undeliverable' },
  returned: { code: 'ReturnInitiated' },
}
