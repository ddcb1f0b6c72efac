// Uber Direct's statuses, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const statuses: Readonly<Record<string, ParcelStatus>> = {
  pending: 'announced',
  pickup: 'accepted',
  pickup_complete: 'in-transit',
  dropoff: 'out-for-delivery',
  delivered: 'delivered',
  canceled: 'exception',
  returned: 'returned',
}

interface Told {
  readonly status: string
  /** The courier is about a minute away. */
  readonly imminent?: true
}

/** It has no word for a neighbour nor for a door at which nobody was; a delivery called off is an exception. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { status: 'pending' },
  accepted: { status: 'pickup' },
  'in-transit': { status: 'pickup_complete' },
  'out-for-delivery': { status: 'dropoff' },
  arriving: { status: 'dropoff', imminent: true },
  delivered: { status: 'delivered' },
  exception: { status: 'canceled' },
  returned: { status: 'returned' },
}
