// AfterShip: tracking webhooks of the versions 2025-01 and later. What of this was seen in a vendor's source stands in
// the README.
import type { Carrier, CarrierParse, CarrierReading, CarrierSample } from '@portico/plugin-api'
import { FETCHED, subtags, tags, told } from './aftership.data.ts'
import { carrierName } from './carrier-name.ts'
import { hmacOf, secretsIn, verifyHeader } from './hook-signature.ts'
import { type Fields, codeOf, fieldOf, fieldsOf, listOf, textOf, within, wordsOf } from './json-fields.ts'
import {
  type Meaning,
  deliveredBy,
  lookUp,
  mayArm,
  meaning,
  readingOf,
  toldBy,
  unknown,
  waitingAt,
} from './meaning.ts'
import { type TimeWindow, newestBy, printedTime, timeIn, windowBetween } from './vendor-times.ts'

const SIGNATURE = 'aftership-hmac-sha256'

const trackingEvents: ReadonlySet<unknown> = new Set(['tracking_update', 'edd_revise'])

/** The secret is used as text; `ts` is not signed, so no window can be made of it: retries go on for 68 hours. */
const made = (key: string, body: Uint8Array): string => hmacOf(key, 'base64', body)

export const aftership: Carrier = {
  id: 'aftership',
  name: 'AfterShip',
  grade: 'signed',
  bodyBytesMax: 256_000,
  secretBy: 'sender',
  verify: (request, trust) => verifyHeader(request, trust, { name: SIGNATURE, made }),
  parse: parseEvent,
  sample(sample, secret) {
    const body = sampleBody(sample)
    return { headers: { [SIGNATURE]: made(secretsIn(secret)[0] ?? '', Buffer.from(body)) }, body }
  },
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  if (!trackingEvents.has(fieldOf(event, 'event')))
    return { understood: false, why: 'not an event about a tracking' }
  const tracking = within(event, 'msg')
  const number = textOf(tracking, 'tracking_number')
  if (number === null) return { understood: false, why: 'a tracking with no number' }
  return { understood: true, readings: [readTracking(tracking, number, textOf(event, 'event_id'))] }
}

export function readTracking(tracking: Fields, number: string, eventId: string | null): CarrierReading {
  const tag = codeOf(tracking, 'tag')
  const checkpoints = listOf(tracking, 'checkpoints')
  const same = checkpoints.filter((each) => tag !== null && codeOf(each, 'tag') === tag)
  const newest = newestBy(same, 'checkpoint_time')
  const meant = readTag(tag, tracking, newest)
  const read = {
    carrier: carrierName(textOf(tracking, 'slug')),
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(newest, 'checkpoint_time'),
    eventId,
  }
  return readingOf(read, meant, {
    orderId: textOf(tracking, 'order_id'),
    signedBy: textOf(tracking, 'signed_by'),
    window: windowOf(tracking),
  })
}

function readTag(tag: string | null, tracking: Fields, checkpoint: Fields): Meaning {
  const subtag = codeOf(tracking, 'subtag')
  const words = `${wordsOf(checkpoint, 'message', 'subtag_message')} . ${wordsOf(tracking, 'subtag_message', 'delivery_location_type')}`
  const meant = readWords({ tag, subtag, words })
  if (meant.status !== null && fieldOf(tracking, 'return_to_sender') === true) return meaning('returned')
  // A tag and a subtag that speak of different things: neither arms.
  const agrees = subtag === null || subtag.startsWith(`${tag}_`)
  return mayArm(meant) && !agrees ? unknown : meant
}

interface Tagged {
  readonly tag: string | null
  readonly subtag: string | null
  readonly words: string
}

function readWords({ tag, subtag, words }: Tagged): Meaning {
  if (tag === 'AvailableForPickup') return waitingAt(words)
  if (tag === 'Delivered') return subtag === FETCHED ? waitingAt(words) : deliveredBy(words)
  const narrower = tag !== null && subtag?.startsWith(`${tag}_`) === true ? lookUp(subtags, subtag) : null
  return meaning(narrower ?? lookUp(tags, tag))
}

/** Only where both ends of an estimate are told with hours and a zone. */
function windowOf(tracking: Fields): TimeWindow | null {
  const courier = within(tracking, 'courier_estimated_delivery_date')
  const latest = within(tracking, 'latest_estimated_delivery')
  return (
    windowBetween(
      textOf(courier, 'estimated_delivery_date_min'),
      textOf(courier, 'estimated_delivery_date_max'),
    ) ?? windowBetween(textOf(latest, 'datetime_min'), textOf(latest, 'datetime_max'))
  )
}

function sampleBody(sample: CarrierSample): string {
  const { tag, subtag, message } = toldBy('aftership', told, sample.status)
  const time = printedTime(sample.occurredAt)
  const checkpoint = { slug: 'ups', checkpoint_time: time, message, tag, subtag, subtag_message: message }
  return JSON.stringify({
    event: 'tracking_update',
    event_id: sample.eventId,
    is_tracking_first_tag: true,
    msg: {
      tracking_number: sample.trackingNumber,
      slug: 'ups',
      tag,
      subtag,
      subtag_message: message,
      order_id: null,
      signed_by: null,
      return_to_sender: sample.status === 'returned',
      checkpoints: [checkpoint],
    },
    ts: Math.floor(sample.occurredAt / 1000),
  })
}
