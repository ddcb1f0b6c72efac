// USPS Subscriptions-Tracking 3.2: an envelope with the message as a text in it, which is what is signed. What of this was
// seen in a vendor's source stands in the README.
import type {
  Carrier,
  CarrierParse,
  CarrierReading,
  CarrierSample,
  HookRequest,
  HookTrust,
  HookVerdict,
  SignedSample,
} from '@portico/plugin-api'
import { headerOf, hmacOf, isFresh, refused, secretsIn, signedBy } from './hook-signature.ts'
import { type Fields, codeOf, fieldOf, fieldsOf, jsonIn, listOf, textOf, wordsOf } from './json-fields.ts'
import {
  type Meaning,
  deliveredBy,
  lookUp,
  meaning,
  readingOf,
  toldBy,
  unknown,
  waitingAt,
} from './meaning.ts'
import { categories, onTheVehicle, told } from './usps.data.ts'
import {
  type TimeWindow,
  joinedTime,
  newestBy,
  printedTime,
  timeIn,
  timeOf,
  windowBetween,
} from './vendor-times.ts'

/** The second one is the older name. */
const signatures = ['x-hmac', 'hmac-header'] as const

export const usps: Carrier = {
  id: 'usps',
  name: 'USPS',
  grade: 'signed-with-time',
  bodyBytesMax: 256_000,
  verify: verifyHook,
  parse: parseEnvelope,
  sample: signedSample,
}

/** The one sender whose body has to be read before its signature can be checked: two of its fields are signed. */
function verifyHook(request: HookRequest, trust: HookTrust): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const headers = signatures.map((name) => headerOf(request, name))
  if (headers.includes('header-twice')) return refused('header-twice')
  const given = headers.filter((header) => typeof header === 'object')
  if (given.length === 0) return refused('header-missing')
  const envelope = fieldsOf(jsonIn(Buffer.from(request.body).toString()))
  const [time, payload] = [fieldOf(envelope, 'timestamp'), fieldOf(envelope, 'payload')]
  if (typeof time !== 'string' || typeof payload !== 'string') return refused('mismatch')
  const fits = ({ value }: { readonly value: string }): boolean =>
    signedBy(value, trust, (key) => hmacOf(key, 'base64', time, payload))
  if (!given.every(fits)) return refused('mismatch')
  if (!isFresh(timeOf(time), trust.now)) return refused('too-old')
  // The rest of the envelope is signed by nobody: what was signed is what must not come twice.
  return { accepted: true, eventId: given[0]?.value ?? '' }
}

function parseEnvelope(body: unknown): CarrierParse {
  const envelope = fieldsOf(body)
  const payload = fieldOf(envelope, 'payload')
  if (fieldOf(envelope, 'subscriptionType') !== 'TRACKING' || typeof payload !== 'string')
    return { understood: false, why: 'no message of a tracking subscription' }
  const tracking = fieldsOf(jsonIn(payload))
  const number = textOf(tracking, 'trackingNumber')
  if (number === null) return { understood: false, why: 'a message with no tracking number' }
  return { understood: true, readings: [readTracking(tracking, number)] }
}

function readTracking(tracking: Fields, number: string): CarrierReading {
  const status = codeOf(tracking, 'status')
  const events = listOf(tracking, 'trackingEvents')
  const same = events.filter((each) => status !== null && codeOf(each, 'eventType') === status)
  const event = newestBy(same, 'GMTTimestamp')
  const meant = readCategory(codeOf(tracking, 'statusCategory'), status, tracking)
  const read = {
    carrier: 'usps',
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : eventTime(event),
    eventId: null,
  }
  return readingOf(read, meant, {
    window: windowOf(tracking, event),
    signedBy: meant.status === 'delivered' ? textOf(event, 'name') : null,
  })
}

function readCategory(category: string | null, status: string | null, tracking: Fields): Meaning {
  const words = wordsOf(tracking, 'status', 'statusSummary')
  if (category === 'Delivered') return deliveredBy(words)
  if (category === 'Available for Pickup') return waitingAt(words)
  // A category and a status that speak of different things: neither arms.
  if (category === 'Out for Delivery' && !onTheVehicle.test(status ?? '')) return unknown
  return meaning(lookUp(categories, category))
}

const eventTime = (event: Fields): string | null =>
  joinedTime({
    date: textOf(event, 'eventDate'),
    time: textOf(event, 'eventTime'),
    offset: textOf(event, 'GMTOffset'),
  }) ?? timeIn(event, 'GMTTimestamp')

/** The window is told without a zone: that of the newest scan is taken, made on the same day or the one before. */
function windowOf(tracking: Fields, event: Fields): TimeWindow | null {
  const [date, offset] = [textOf(tracking, 'predictedDeliveryDate'), textOf(event, 'GMTOffset')]
  const [from, to] = ['predictedDeliveryWindowStartTime', 'predictedDeliveryWindowEndTime'].map((name) =>
    joinedTime({ date, time: textOf(tracking, name), offset }),
  )
  return windowBetween(from ?? null, to ?? null)
}

function signedSample(sample: CarrierSample, secret: string): SignedSample {
  const { category, status } = toldBy('usps', told, sample.status)
  const timestamp = printedTime(sample.occurredAt)
  const event = {
    eventType: status,
    eventDate: timestamp.slice(0, 10),
    eventTime: timestamp.slice(11, 19),
    GMTTimestamp: timestamp,
    GMTOffset: '+00:00',
    name: '',
  }
  const payload = JSON.stringify({
    trackingNumber: sample.trackingNumber,
    status,
    statusCategory: category,
    statusSummary: '',
    trackingEvents: [event],
  })
  const body = {
    subscriptionId: sample.eventId,
    subscriptionType: 'TRACKING',
    timestamp,
    payload,
    links: [],
  }
  const signature = hmacOf(secretsIn(secret)[0] ?? '', 'base64', timestamp, payload)
  return { headers: { 'x-hmac': signature }, body: JSON.stringify(body) }
}
