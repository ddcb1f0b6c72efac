// ShipEngine (ShipStation API): tracking webhooks, signed with a key of the vendor's that its key set publishes. What of
// this was seen in a vendor's source stands in the README.
import { type KeyObject, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
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
import { carrierName } from './carrier-name.ts'
import { carrierError } from './errors.ts'
import { headerOf, isFresh, refused } from './hook-signature.ts'
import {
  type Fields,
  codeOf,
  fieldOf,
  fieldsOf,
  jsonIn,
  listOf,
  placeOf,
  textOf,
  within,
  wordsOf,
} from './json-fields.ts'
import { type Meaning, deliveredBy, lookUp, meaning, readingOf, toldBy, waitingAt } from './meaning.ts'
import { detailCodes, places, statusCodes, told } from './shipengine.data.ts'
import { newestBy, printedTime, timeIn, timeOf } from './vendor-times.ts'

const KEY_ID = 'x-shipengine-rsa-sha256-key-id'
const SIGNATURE = 'x-shipengine-rsa-sha256-signature'
const TIMESTAMP = 'x-shipengine-timestamp'

/** Shorter ones can be factored. */
const MODULUS_BITS_MIN = 2048

export const shipengine: Carrier = {
  id: 'shipengine',
  name: 'ShipEngine',
  grade: 'signed-with-time',
  bodyBytesMax: 256_000,
  publicKeys: true,
  keySet: { origin: 'https://api.shipengine.com', path: '/jwks' },
  setUp: 'nothing is secret: the vendor signs with keys that it publishes, and the hub fetches them',
  verify: verifyHook,
  parse: parseEvent,
  sample: signedSample,
}

/** The key of that name in a JSON Web Key Set (RFC 7517 §5); null: none, or none that can be trusted. */
function publicKeyIn(keySet: unknown, id: string): KeyObject | null {
  const found = listOf(fieldsOf(keySet), 'keys').find((key) => fieldOf(key, 'kid') === id)
  if (!found || fieldOf(found, 'kty') !== 'RSA') return null
  const [n, e] = [fieldOf(found, 'n'), fieldOf(found, 'e')]
  if (typeof n !== 'string' || typeof e !== 'string') return null
  try {
    const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } })
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) < MODULUS_BITS_MIN ? null : key
  } catch {
    return null
  }
}

function verifyHook(request: HookRequest, { secret, now }: HookTrust): HookVerdict {
  const keySet = jsonIn(secret)
  if (listOf(fieldsOf(keySet), 'keys').length === 0) return refused('no-secret')
  const [id, signature, time] = [KEY_ID, SIGNATURE, TIMESTAMP].map((name) => headerOf(request, name))
  if (typeof id !== 'object' || typeof signature !== 'object' || typeof time !== 'object')
    return refused([id, signature, time].includes('header-twice') ? 'header-twice' : 'header-missing')
  const key = publicKeyIn(keySet, id.value)
  if (key === null) return refused('mismatch')
  const signed = Buffer.concat([Buffer.from(`${time.value}.`), request.body])
  if (!verify('RSA-SHA256', signed, key, Buffer.from(signature.value, 'base64'))) return refused('mismatch')
  return isFresh(timeOf(time.value), now) ? { accepted: true } : refused('too-old')
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  if (fieldOf(event, 'resource_type') !== 'API_TRACK')
    return { understood: false, why: 'not an event about a tracking' }
  const tracking = within(event, 'data')
  const number = textOf(tracking, 'tracking_number')
  if (number === null) return { understood: false, why: 'a tracking with no number' }
  return { understood: true, readings: [readTracking(tracking, number)] }
}

/** `estimated_delivery_date` is a moment, mostly the end of a day: no window. There is no id of the event. */
function readTracking(tracking: Fields, number: string): CarrierReading {
  const code = codeOf(tracking, 'status_code')
  const detail = codeOf(tracking, 'status_detail_code')
  const same = listOf(tracking, 'events').filter(
    (each) =>
      code !== null &&
      codeOf(each, 'status_code') === code &&
      (detail === null || codeOf(each, 'status_detail_code') === detail),
  )
  const event = newestBy(same, 'occurred_at')
  const meant = readCode(
    code,
    detail,
    wordsOf(event, 'description', 'event_description', 'status_detail_code'),
  )
  const read = {
    carrier: carrierName(textOf(tracking, 'carrier_code')),
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(event, 'occurred_at'),
    eventId: null,
  }
  return readingOf(read, meant, {
    signedBy: textOf(event, 'signer'),
    position: placeOf(event, 'latitude', 'longitude'),
  })
}

function readCode(code: string | null, detail: string | null, words: string): Meaning {
  if (code === 'SP') return waitingAt(words)
  if (code === 'DE') {
    const elsewhere = lookUp(places, detail)
    return elsewhere === null ? deliveredBy(words) : { status: 'delivered-elsewhere', elsewhere }
  }
  const narrower = lookUp(detailCodes, `${code} ${detail}`)
  return meaning(narrower ?? lookUp(statusCodes, code))
}

/** Only with a private key in the set, as a test makes one: nobody else can sign as this vendor. */
function signedSample(sample: CarrierSample, secret: string): SignedSample {
  const body = sampleBody(sample)
  const jwk = listOf(fieldsOf(jsonIn(secret)), 'keys').find((key) => typeof fieldOf(key, 'd') === 'string')
  if (!jwk)
    throw carrierError('HUB_CARRIER_SAMPLE', 'sample shipengine: only the vendor has the key that signs')
  const key = createPrivateKey({ format: 'jwk', key: { ...jwk } })
  const time = printedTime(sample.occurredAt)
  const signature = sign('RSA-SHA256', Buffer.from(`${time}.${body}`), key).toString('base64')
  const id = textOf(jwk, 'kid') ?? ''
  return { headers: { [KEY_ID]: id, [SIGNATURE]: signature, [TIMESTAMP]: time }, body }
}

function sampleBody(sample: CarrierSample): string {
  const { code, detail, words } = toldBy('shipengine', told, sample.status)
  const event = {
    occurred_at: printedTime(sample.occurredAt),
    description: words,
    signer: '',
    status_code: code,
    status_detail_code: detail,
  }
  return JSON.stringify({
    resource_url: `https://api.shipengine.com/v1/tracking?sample=${encodeURIComponent(sample.eventId)}`,
    resource_type: 'API_TRACK',
    data: {
      tracking_number: sample.trackingNumber,
      carrier_code: 'ups',
      status_code: code,
      status_detail_code: detail,
      status_description: words,
      estimated_delivery_date: null,
      events: [event],
    },
  })
}
