// DoorDash Drive: webhooks of a delivery. Nothing is signed. What of this was seen in a vendor's source stands in the README.
import type {
  Carrier,
  CarrierParse,
  CarrierReading,
  CarrierSample,
  HookRequest,
  HookTrust,
  HookVerdict,
} from '@portico/plugin-api'
import { events, told } from './doordash.data.ts'
import { headerOf, refused, secretsIn, signedBy } from './hook-signature.ts'
import { type Fields, codeOf, fieldsOf, textOf, urlOf } from './json-fields.ts'
import { lookUp, meaning, readingOf, toldBy } from './meaning.ts'
import { printedTime, timeIn } from './vendor-times.ts'

const AUTHORIZATION = 'authorization'

export const doordash: Carrier = {
  id: 'doordash',
  name: 'DoorDash Drive',
  grade: 'bearer',
  bodyBytesMax: 256_000,
  provesByHeader: true,
  setUp: 'bearer token; or basic with a secret of the form name:password',
  verify: verifyHook,
  parse: parseEvent,
  sample: (sample, secret) => ({
    headers: { [AUTHORIZATION]: `Bearer ${secretsIn(secret)[0] ?? ''}` },
    body: sampleBody(sample),
  }),
}

/** RFC 7617 §2 and RFC 6750 §2.1; the whole of `name:password` is the secret, so no colon has to be looked for. */
function verifyHook(request: HookRequest, trust: HookTrust): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const header = headerOf(request, AUTHORIZATION)
  if (typeof header === 'string') return refused(header)
  const [, basic] = /^basic ([a-z0-9+/]+={0,2})$/i.exec(header.value) ?? []
  const [, bearer] = /^bearer (.+)$/i.exec(header.value) ?? []
  const given = basic === undefined ? (bearer ?? '') : Buffer.from(basic, 'base64').toString()
  return signedBy(given, trust, (key) => key) ? { accepted: true } : refused('mismatch')
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  const number = textOf(event, 'external_delivery_id')
  const name = codeOf(event, 'event_name')
  if (number === null || name === null) return { understood: false, why: 'not an event about a delivery' }
  return { understood: true, readings: [readEvent(event, name, number)] }
}

/** The id is that of the shop's order, and the only one there is. */
function readEvent(event: Fields, name: string, number: string): CarrierReading {
  const meant = meaning(lookUp(events, name))
  const read = {
    carrier: 'doordash',
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(event, 'created_at'),
    eventId: null,
  }
  return readingOf(read, meant, {
    orderId: number,
    photoUrl: urlOf(event, 'dropoff_verification_image_url'),
  })
}

const sampleBody = (sample: CarrierSample): string =>
  JSON.stringify({
    event_name: toldBy('doordash', told, sample.status),
    created_at: printedTime(sample.occurredAt),
    external_delivery_id: sample.trackingNumber,
    // Two samples of one moment differ by it.
    support_reference: sample.eventId,
  })
