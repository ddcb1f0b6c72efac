// The body of a fresh event in EasyPost's shape, for tests and for trying a hub out.
import type { CarrierSample } from '@portico/plugin-api'
import { told } from './easypost.data.ts'
import { toldBy } from './meaning.ts'
import { printedTime } from './vendor-times.ts'

/**
 * Times are cut to the second, as the vendor prints them.
 *
 * @throws HubError `HUB_CARRIER_SAMPLE` for `arriving`.
 */
export function easypostSampleBody(sample: CarrierSample): string {
  const words = toldBy('easypost', told, sample.status)
  const time = printedTime(sample.occurredAt)
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
