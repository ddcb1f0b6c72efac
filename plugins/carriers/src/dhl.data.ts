// DHL's status codes and the sentences by which it says that a parcel is on the vehicle, and how it would tell each of
// our states.
import type { ParcelStatus } from '@portico/plugin-api'

export const statusCodes: Readonly<Record<string, ParcelStatus>> = {
  'pre-transit': 'announced',
  transit: 'in-transit',
}

/**
 * Within `transit`. It says so in words alone, and words arm here: so whole sentences, letter by letter, as they were
 * seen. A sentence that is missing leaves a parcel in transit.
 */
export const onTheVehicle: ReadonlySet<string> = new Set([
  'Out for delivery',
  'The shipment was loaded onto the delivery vehicle',
  'The shipment has been loaded onto the delivery vehicle',
  'Die Sendung wurde in das Zustellfahrzeug geladen',
])

interface Told {
  readonly code: string
  readonly status: string
  readonly words: string
}

/** It has no word for a courier about to arrive, nor for a shipment called off, nor for a first scan. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { code: 'pre-transit', status: 'Announced', words: 'The shipment was announced' },
  'in-transit': { code: 'transit', status: 'Processed', words: 'Processed in the parcel centre' },
  'out-for-delivery': {
    code: 'transit',
    status: 'Out for delivery',
    words: 'The shipment was loaded onto the delivery vehicle',
  },
  delivered: { code: 'delivered', status: 'Delivered', words: 'Delivered to the recipient' },
  'delivered-elsewhere': { code: 'delivered', status: 'Delivered', words: 'Delivered to a neighbour' },
  attempted: { code: 'failure', status: 'Failure', words: 'The recipient was not present' },
  exception: { code: 'failure', status: 'Failure', words: 'The shipment is damaged' },
  returned: { code: 'failure', status: 'Failure', words: 'Returned to sender' },
}
