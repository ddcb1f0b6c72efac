// DoorDash Drive's events, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const events: Readonly<Record<string, ParcelStatus>> = {
  DASHER_CONFIRMED: 'accepted',
  DASHER_CONFIRMED_PICKUP_ARRIVAL: 'accepted',
  DASHER_PICKED_UP: 'out-for-delivery',
  DASHER_CONFIRMED_DROPOFF_ARRIVAL: 'arriving',
  DASHER_DROPPED_OFF: 'delivered',
  DELIVERY_CANCELLED: 'exception',
  DELIVERY_RETURN_INITIALIZED: 'exception',
  DASHER_CONFIRMED_RETURN_ARRIVAL: 'exception',
  DELIVERY_RETURNED: 'returned',
}

/** It has no word for most of what befalls a parcel: a dasher fetches a meal and brings it. */
export const told: Readonly<Partial<Record<ParcelStatus, string>>> = {
  accepted: 'DASHER_CONFIRMED',
  'out-for-delivery': 'DASHER_PICKED_UP',
  arriving: 'DASHER_CONFIRMED_DROPOFF_ARRIVAL',
  delivered: 'DASHER_DROPPED_OFF',
  exception: 'DELIVERY_CANCELLED',
  returned: 'DELIVERY_RETURNED',
}
