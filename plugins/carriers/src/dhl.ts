// DHL Unified Push: shipments as its subscriptions push them, and the handshake before. Nothing is signed. What of this was
// seen in a vendor's source stands in the README.
import type {
  Carrier,
  CarrierHandshake,
  CarrierParse,
  CarrierReading,
  CarrierSample,
  VendorRequest,
} from '@portico/plugin-api'
import { onTheVehicle, statusCodes, told } from './dhl.data.ts'
import { verifyFixedHeader } from './fixed-header.ts'
import { secretsIn } from './hook-signature.ts'
import {
  type Fields,
  codeOf,
  fieldOf,
  fieldsOf,
  listOf,
  textOf,
  urlOf,
  within,
  wordsOf,
} from './json-fields.ts'
import { type Meaning, deliveredBy, failedBy, lookUp, meaning, readingOf, toldBy } from './meaning.ts'
import { severalParcels } from './several-parcels.ts'
import { printedTime, timeIn, windowBetween } from './vendor-times.ts'

/** A header of our choosing: the subscription names it. */
const TOKEN = 'x-portico-dhl-token'

export const dhl: Carrier = {
  id: 'dhl',
  name: 'DHL',
  grade: 'bearer',
  bodyBytesMax: 256_000,
  provesByHeader: true,
  setUp: `ApiKeyAuthentication with header ${TOKEN}; the secret is the token`,
  verify: (request, trust) => verifyFixedHeader(request, trust, TOKEN),
  parse: parsePush,
  confirms: {
    origin: 'https://api-eu.dhl.com',
    keyWords: 'the API key of your app at developer.dhl.com',
    request: confirmation,
  },
  sample: (sample, secret) => ({
    headers: { [TOKEN]: secretsIn(secret)[0] ?? '' },
    body: sampleBody(sample),
  }),
}

function parsePush(body: unknown): CarrierParse {
  const push = fieldsOf(body)
  switch (fieldOf(push, 'scope')) {
    case 'subscription.validate':
      return readHandshake(push)
    case 'subscription.push':
      return severalParcels(listOf(push, 'shipments'), readShipment)
    case 'subscription.ready':
      return { understood: false, why: 'the subscription is ready' }
    case 'subscription.failure':
      return { understood: false, why: 'the subscription failed' }
    default:
      return { understood: false, why: 'no message of a subscription' }
  }
}

function readHandshake(push: Fields): CarrierParse {
  const secret = textOf(push, 'secret')
  if (secret === null) return { understood: false, why: 'a handshake with no secret' }
  const handshake = {
    action: 'POST the secret back to the URL in self to activate; never reply with shipment state',
    url: ownAddress(push),
    secret,
  }
  const read = { carrier: 'dhl', trackingNumbers: [], occurredAt: null, eventId: null }
  return { understood: true, readings: [readingOf(read, { status: null }, { handshake })] }
}

/** `self` comes from outside: an address that is not the vendor's is nobody's to be sent a secret. */
function ownAddress(push: Fields): string | null {
  const url = urlOf(push, 'self')
  return url !== null && new URL(url).hostname.endsWith('.dhl.com') ? url : null
}

/** The address in a message is never called: only its id is taken, and only where it has the form of one. */
function confirmation({ url, secret }: CarrierHandshake, key: string): VendorRequest | null {
  const id = /\/tracking\/push\/v1\/subscription\/([A-Za-z0-9-]{1,64})$/.exec(url ?? '')?.[1]
  if (id === undefined || !/^[\x21-\x7e]{1,200}$/.test(secret)) return null
  return {
    method: 'POST',
    path: `/tracking/push/v1/subscription/${id}`,
    headers: { 'dhl-api-key': key, 'dhl-api-hook-secret': secret, 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  }
}

function readShipment(shipment: Fields): CarrierReading | null {
  const number = textOf(shipment, 'id')
  if (number === null) return null
  const status = within(shipment, 'status')
  const meant = readStatus(status)
  const proof = within(shipment, 'details', 'proofOfDelivery')
  const frame = within(shipment, 'estimatedDeliveryTimeFrame')
  const read = {
    carrier: 'dhl',
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(status, 'timestamp'),
    eventId: null,
  }
  return readingOf(read, meant, {
    window: windowBetween(textOf(frame, 'estimatedFrom'), textOf(frame, 'estimatedThrough')),
    signedBy: textOf(within(proof, 'signed'), 'name'),
  })
}

/** The full stop at the end of a sentence is no part of it. */
const sentence = (text: string | null): string => (text ?? '').replace(/\.$/, '')

function readStatus(status: Fields): Meaning {
  const code = codeOf(status, 'statusCode')
  const words = wordsOf(status, 'status', 'description', 'remark')
  if (code === 'delivered') return deliveredBy(words)
  if (code === 'failure') return failedBy(words)
  if (code === 'transit' && onTheVehicle.has(sentence(codeOf(status, 'status')))) {
    // Two sentences that speak of different things do not arm; one with nothing beside it may.
    const description = sentence(codeOf(status, 'description'))
    return meaning(description === '' || onTheVehicle.has(description) ? 'out-for-delivery' : 'in-transit')
  }
  return meaning(lookUp(statusCodes, code))
}

function sampleBody(sample: CarrierSample): string {
  const { code, status, words } = toldBy('dhl', told, sample.status)
  const timestamp = printedTime(sample.occurredAt)
  const event = { timestamp, statusCode: code, status, description: words }
  return JSON.stringify({
    scope: 'subscription.push',
    self: `https://api-eu.dhl.com/tracking/push/v1/subscription/${encodeURIComponent(sample.eventId)}`,
    shipments: [{ id: sample.trackingNumber, service: 'parcel-de', status: event, events: [event] }],
  })
}
