// What arms, of each carrier, written down a second time as the vendors' pages have it: letter by letter.
import { type Fields, fieldOf, fieldsOf, jsonIn, listOf, within } from '../src/json-fields.ts'

/** Deeper than any true body has it. */
const DEPTH = 12

const isSomewhere = (value: unknown, fits: (fields: Fields) => boolean, depth = DEPTH): boolean =>
  typeof value === 'object' &&
  value !== null &&
  depth > 0 &&
  (fits(fieldsOf(value)) || Object.values(value).some((each) => isSomewhere(each, fits, depth - 1)))

const dhlSentences: ReadonlySet<unknown> = new Set([
  'Out for delivery',
  'The shipment was loaded onto the delivery vehicle',
])

/** The words of a body that carry its state, written down a second time, as the vendors' pages have them. */
export const armingWords: Readonly<Record<string, (body: Fields) => boolean>> = {
  easypost: (body) => within(body, 'result')['status'] === 'out_for_delivery',
  aftership: (body) => within(body, 'msg')['tag'] === 'OutForDelivery',
  shippo(body) {
    const status = within(body, 'data', 'tracking_status')
    return status['status'] === 'TRANSIT' && within(status, 'substatus')['code'] === 'out_for_delivery'
  },
  shipengine(body) {
    const { status_code, status_detail_code } = within(body, 'data')
    return status_code === 'IT' && status_detail_code === 'OUT_FOR_DELIVERY'
  },
  '17track': (body) => within(body, 'data', 'track_info', 'latest_status')['status'] === 'OutForDelivery',
  ups(body) {
    const { type, code } = within(body, 'activityStatus')
    return type === 'I' && code === 'OT'
  },
  fedex: (body) =>
    isSomewhere(body, ({ latestStatusDetail }) => fieldsOf(latestStatusDetail)['code'] === 'OD'),
  dhl: (body) =>
    listOf(body, 'shipments').some((shipment) => {
      const { statusCode, status } = within(shipment, 'status')
      return statusCode === 'transit' && dhlSentences.has(status)
    }),
  usps(body) {
    const payload = fieldOf(body, 'payload')
    const { status, statusCategory } = fieldsOf(typeof payload === 'string' ? jsonIn(payload) : null)
    return statusCategory === 'Out for Delivery' && status === 'Out for Delivery'
  },
  'amazon-shipping': (body) =>
    listOf(within(body, 'detail'), 'eventHistory').some(({ eventCode }) => eventCode === 'OutForDelivery'),
  'uber-direct': (body) => fieldOf(body, 'status') === 'dropoff',
  doordash: (body) =>
    fieldOf(body, 'event_name') === 'DASHER_PICKED_UP' ||
    fieldOf(body, 'event_name') === 'DASHER_CONFIRMED_DROPOFF_ARRIVAL',
}
