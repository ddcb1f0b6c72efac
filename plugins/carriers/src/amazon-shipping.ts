// Amazon Shipping: tracking pushes in the envelope of EventBridge. Nothing is signed. What of this was seen in a vendor's
// source stands in the README.
import type { Carrier, CarrierParse, CarrierReading, CarrierSample } from '@portico/plugin-api'
import { TO_NEIGHBOUR, eventCodes, told } from './amazon-shipping.data.ts'
import { verifyFixedHeader } from './fixed-header.ts'
import { secretsIn } from './hook-signature.ts'
import { type Fields, codeOf, fieldOf, fieldsOf, listOf, textOf, within } from './json-fields.ts'
import { type Meaning, lookUp, mayArm, meaning, readingOf, toldBy, unknown } from './meaning.ts'
import { newestBy, printedTime, timeIn } from './vendor-times.ts'

const API_KEY = 'x-api-key'

export const amazonShipping: Carrier = {
  id: 'amazon-shipping',
  name: 'Amazon Shipping',
  grade: 'bearer',
  bodyBytesMax: 256_000,
  provesByHeader: true,
  setUp: `API key in the header ${API_KEY}`,
  verify: (request, trust) => verifyFixedHeader(request, trust, API_KEY),
  parse: parseEvent,
  sample: (sample, secret) => ({
    headers: { [API_KEY]: secretsIn(secret)[0] ?? '' },
    body: sampleBody(sample),
  }),
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  const detail = within(event, 'detail')
  const number = textOf(detail, 'trackingId')
  if (fieldOf(event, 'source') !== 'AmazonShipping' || number === null)
    return { understood: false, why: 'not an event about a tracking' }
  return { understood: true, readings: [readDetail(detail, number, textOf(event, 'id'))] }
}

/** `promisedDeliveryDate` is a moment, mostly the end of a day: no window. Any field may be null. */
function readDetail(detail: Fields, number: string, eventId: string | null): CarrierReading {
  const newest = newestBy(listOf(detail, 'eventHistory'), 'eventTime')
  const meant = readEvent(newest, within(detail, 'summary'))
  const read = {
    carrier: 'amazon',
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(newest, 'eventTime'),
    eventId,
  }
  return readingOf(read, meant)
}

function readEvent(event: Fields, summary: Fields): Meaning {
  if (codeOf(event, 'shipmentType') === 'RETURNS') return meaning('returned')
  const code = codeOf(event, 'eventCode')
  const details = fieldOf(within(summary, 'trackingDetailCodes'), 'forward')
  if (code === 'Delivered' && Array.isArray(details) && details.includes(TO_NEIGHBOUR))
    return { status: 'delivered-elsewhere', elsewhere: 'neighbour' }
  if (code === 'AvailableForPickup') return { status: 'delivered-elsewhere', elsewhere: 'pickup-point' }
  const meant = meaning(lookUp(eventCodes, code))
  // The newest event and the summary speak of different things: neither arms.
  const summed = fieldOf(summary, 'status') ?? code
  return mayArm(meant) && summed !== code ? unknown : meant
}

function sampleBody(sample: CarrierSample): string {
  const { code, details = [] } = toldBy('amazon-shipping', told, sample.status)
  const time = printedTime(sample.occurredAt)
  return JSON.stringify({
    version: '0',
    id: sample.eventId,
    'detail-type': 'Tracking Detail',
    source: 'AmazonShipping',
    time,
    detail: {
      trackingId: sample.trackingNumber,
      alternateLegTrackingId: null,
      eventHistory: [{ eventCode: code, eventTime: time, location: null, shipmentType: 'FORWARD' }],
      promisedDeliveryDate: null,
      summary: { status: code, trackingDetailCodes: { forward: details, returns: [] } },
    },
  })
}
