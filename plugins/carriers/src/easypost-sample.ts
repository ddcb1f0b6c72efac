// The body of a fresh event in EasyPost's shape, for tests and for trying a hub out.
import type { CarrierSample, ParcelStatus } from '@portico/plugin-api'
import { carrierError } from './errors.ts'

interface Told {
  readonly status: string
  readonly detail: string
  readonly message: string
}

/** How EasyPost would tell each status; it has no word for a courier about to arrive. */
const told: Readonly<Record<ParcelStatus, Told | null>> = {
  announced: { status: 'pre_transit', detail: 'label_created', message: 'Shipper created a label' },
  accepted: { status: 'in_transit', detail: 'received_at_origin_facility', message: 'Origin Scan' },
  'in-transit': { status: 'in_transit', detail: 'departed_facility', message: 'Departed from Facility' },
  'out-for-delivery': {
    status: 'out_for_delivery',
    detail: 'out_for_delivery',
    message: 'Out For Delivery Today',
  },
  arriving: null,
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

/**
 * Times are cut to the second, as the vendor prints them.
 *
 * @throws HubError `HUB_CARRIER_SAMPLE` for `arriving`.
 */
export function easypostSampleBody(sample: CarrierSample): string {
  const words = told[sample.status]
  if (words === null)
    throw carrierError('HUB_CARRIER_SAMPLE', `sample easypost: it never reports ${sample.status}`)
  const time = new Date(sample.occurredAt).toISOString().replace(/\.\d{3}Z$/, 'Z')
  const place = { object: 'TrackingLocation', city: null, state: null, country: null, zip: null }
  return JSON.stringify({
    description: 'tracker.updated',
    mode: 'test',
    previous_attributes: { status: 'unknown' },
    created_at: time,
    pending_urls: [],
    completed_urls: [],
    updated_at: time,
    id: sample.eventId,
    user_id: 'user_sample',
    status: 'pending',
    object: 'Event',
    result: {
      id: 'trk_sample',
      object: 'Tracker',
      mode: 'test',
      tracking_code: sample.trackingNumber,
      status: words.status,
      status_detail: words.detail,
      created_at: time,
      updated_at: time,
      signed_by: null,
      weight: 41.6,
      est_delivery_date: `${time.slice(0, 10)}T00:00:00Z`,
      shipment_id: null,
      carrier: 'UPS',
      tracking_details: [
        {
          object: 'TrackingDetail',
          message: words.message,
          description: words.message,
          status: words.status,
          status_detail: words.detail,
          datetime: time,
          source: 'UPS',
          carrier_code: null,
          tracking_location: place,
          est_delivery_date: null,
        },
      ],
      carrier_detail: null,
      finalized: false,
      is_return: false,
      public_url: 'https://track.easypost.com/sample',
      fees: [],
    },
  })
}
