// 17TRACK: webhooks in the form of its API v2. What of this was seen in a vendor's source stands in the README.
import { createHash } from 'node:crypto'
import type { Carrier, CarrierParse, CarrierReading, CarrierSample } from '@portico/plugin-api'
import { carrierName } from './carrier-name.ts'
import { secretsIn, verifyHeader } from './hook-signature.ts'
import {
  type Fields,
  codeOf,
  fieldOf,
  fieldsOf,
  listOf,
  placeOf,
  textOf,
  within,
  wordsOf,
} from './json-fields.ts'
import {
  type Meaning,
  deliveredBy,
  failedBy,
  lookUp,
  mayArm,
  meaning,
  readingOf,
  toldBy,
  unknown,
  waitingAt,
} from './meaning.ts'
import { carriersByNumber, statuses, subStatuses, told } from './track17.data.ts'
import { type TimeWindow, newestBy, printedTime, timeIn, windowBetween } from './vendor-times.ts'

const SIGNATURE = 'sign'

const trackingEvents: ReadonlySet<unknown> = new Set(['TRACKING_UPDATED', 'TRACKING_STOPPED'])

/** No HMAC: a hash with the key at the end. No time, no id of the event. */
const made = (key: string, body: Uint8Array): string =>
  createHash('sha256').update(body).update(`/${key}`).digest('hex')

export const track17: Carrier = {
  id: '17track',
  name: '17TRACK',
  grade: 'signed',
  bodyBytesMax: 256_000,
  secretBy: 'sender',
  setUp: 'its secret is the key of your account there',
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
  const tracked = within(event, 'data')
  const number = textOf(tracked, 'number')
  if (number === null) return { understood: false, why: 'a tracking with no number' }
  return { understood: true, readings: [readTracking(tracked, number)] }
}

export function readTracking(tracked: Fields, number: string): CarrierReading {
  const track = within(tracked, 'track_info')
  const latest = within(track, 'latest_status')
  const [status, sub] = [codeOf(latest, 'status'), codeOf(latest, 'sub_status')]
  const event = eventOf(track, status)
  const meant = readStatus({ status, sub, words: wordsOf(event, 'description') })
  const read = {
    carrier: carrierOf(tracked, track),
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(event, 'time_iso'),
    eventId: null,
  }
  const place = within(event, 'address', 'coordinates')
  return readingOf(read, meant, {
    window: windowOf(track),
    position: placeOf(place, 'latitude', 'longitude'),
  })
}

/** The event that the status stems from. The latest one may be a mere note, and then its time is not that of the status. */
function eventOf(track: Fields, status: string | null): Fields {
  const providers = listOf(within(track, 'tracking'), 'providers')
  const events = [within(track, 'latest_event'), ...providers.flatMap((each) => listOf(each, 'events'))]
  return newestBy(
    events.filter((each) => status !== null && codeOf(each, 'stage') === status),
    'time_iso',
  )
}

interface Latest {
  readonly status: string | null
  readonly sub: string | null
  readonly words: string
}

function readStatus({ status, sub, words }: Latest): Meaning {
  if (status === 'Delivered') return deliveredBy(words)
  if (status === 'AvailableForPickup') return waitingAt(words)
  const fits = sub === status || (status !== null && sub?.startsWith(`${status}_`) === true)
  const narrower = fits ? lookUp(subStatuses, sub) : null
  if (narrower === null && status === 'DeliveryFailure') return failedBy(words)
  const meant = meaning(narrower ?? lookUp(statuses, status))
  // A status and a sub-status that speak of different things: neither arms.
  return mayArm(meant) && sub !== null && !fits ? unknown : meant
}

function carrierOf(tracked: Fields, track: Fields): string {
  const number = fieldOf(tracked, 'carrier')
  const known = typeof number === 'number' ? lookUp(carriersByNumber, `${number}`) : null
  const [first] = listOf(within(track, 'tracking'), 'providers')
  return known ?? carrierName(first ? textOf(within(first, 'provider'), 'name') : null)
}

function windowOf(track: Fields): TimeWindow | null {
  const estimate = within(track, 'time_metrics', 'estimated_delivery_date')
  return windowBetween(textOf(estimate, 'from'), textOf(estimate, 'to'))
}

function sampleBody(sample: CarrierSample): string {
  const { status, sub, words } = toldBy('17track', told, sample.status)
  const time = printedTime(sample.occurredAt)
  const event = { time_iso: time, time_utc: time, description: words, stage: status, sub_status: sub }
  return JSON.stringify({
    event: 'TRACKING_UPDATED',
    data: {
      number: sample.trackingNumber,
      carrier: 100_002,
      // Two samples of one moment differ by it, as two messages of the vendor differ by what they tell.
      tag: sample.eventId,
      track_info: {
        latest_status: { status, sub_status: sub, sub_status_descr: null },
        latest_event: event,
        tracking: { providers: [{ provider: { key: 100_002, name: 'UPS' }, events: [event] }] },
      },
    },
  })
}
