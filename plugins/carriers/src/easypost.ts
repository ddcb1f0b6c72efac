// EasyPost: tracker events as its webhooks post them. What of this was seen in a vendor's source stands in the README.
import type { Carrier, CarrierParse, CarrierReading } from '@portico/plugin-api'
import { carrierName } from './carrier-name.ts'
import { plainStatus } from './easypost.data.ts'
import { easypostSampleBody } from './easypost-sample.ts'
import { hmacOf, secretsIn, verifyHeader } from './hook-signature.ts'
import { type Fields, codeOf, fieldOf, fieldsOf, listOf, textOf, within, wordsOf } from './json-fields.ts'
import { type Meaning, deliveredBy, failedBy, lookUp, meaning, readingOf, waitingAt } from './meaning.ts'
import { newestBy, timeIn } from './vendor-times.ts'

const SIGNATURE = 'x-hmac-signature'

const trackerEvents: ReadonlySet<unknown> = new Set(['tracker.created', 'tracker.updated'])

/** The signature under a body: HMAC-SHA256 with the secret in normal form NFKD, as the vendor's libraries take it. */
const made = (key: string, body: Uint8Array): string =>
  `hmac-sha256-hex=${hmacOf(key.normalize('NFKD'), 'hex', body)}`

export const easypost: Carrier = {
  id: 'easypost',
  name: 'EasyPost',
  grade: 'signed',
  bodyBytesMax: 256_000,
  /** The second signature of the vendor (`-v2`) counts for nothing: what it is taken over is not published. */
  verify: (request, trust) => verifyHeader(request, trust, { name: SIGNATURE, made }),
  parse: parseEvent,
  sample(sample, secret) {
    const body = easypostSampleBody(sample)
    return { headers: { [SIGNATURE]: made(secretsIn(secret)[0] ?? '', Buffer.from(body)) }, body }
  },
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  if (!trackerEvents.has(fieldOf(event, 'description')))
    return { understood: false, why: 'not an event about a tracker' }
  const tracker = within(event, 'result')
  const number = textOf(tracker, 'tracking_code')
  if (number === null) return { understood: false, why: 'a tracker with no tracking code' }
  return { understood: true, readings: [readTracker(tracker, number, textOf(event, 'id'))] }
}

/** `previous_attributes` is not read: what a parcel was is the hub's own knowledge. */
export function readTracker(tracker: Fields, number: string, eventId: string | null): CarrierReading {
  const vendorStatus = codeOf(tracker, 'status')
  const details = listOf(tracker, 'tracking_details')
  const same = details.filter((each) => vendorStatus !== null && codeOf(each, 'status') === vendorStatus)
  const detail = newestBy(same, 'datetime')
  const meant = readStatus(vendorStatus, tracker, detail)
  const told = {
    carrier: carrierName(textOf(tracker, 'carrier')),
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(detail, 'datetime'),
    eventId,
  }
  return readingOf(told, meant, { signedBy: textOf(tracker, 'signed_by') })
}

function readStatus(vendorStatus: string | null, tracker: Fields, detail: Fields): Meaning {
  const meant = readWords(vendorStatus, tracker, detail)
  // A return leg goes to the shop: nothing on its way may prepare this door.
  return meant.status !== null && fieldOf(tracker, 'is_return') === true ? meaning('returned') : meant
}

function readWords(vendorStatus: string | null, tracker: Fields, detail: Fields): Meaning {
  const words = `${wordsOf(detail, 'message', 'description', 'status_detail')} . ${wordsOf(tracker, 'status_detail')}`
  switch (vendorStatus) {
    case 'in_transit':
      return meaning(
        codeOf(tracker, 'status_detail') === 'received_at_origin_facility' ? 'accepted' : 'in-transit',
      )
    case 'delivered':
      return deliveredBy(words)
    case 'available_for_pickup':
      return waitingAt(words)
    case 'failure':
      return failedBy(words)
    default:
      return meaning(lookUp(plainStatus, vendorStatus))
  }
}
