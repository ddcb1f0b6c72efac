// Uber Direct: webhooks of a delivery's status. What of this was seen in a vendor's source stands in the README.
import type {
  Carrier,
  CarrierParse,
  CarrierReading,
  CarrierSample,
  HookRequest,
  HookTrust,
  HookVerdict,
} from '@portico/plugin-api'
import { headerOf, hmacOf, refused, secretsIn, signedBy } from './hook-signature.ts'
import { type Fields, codeOf, fieldOf, fieldsOf, placeOf, textOf, urlOf, within } from './json-fields.ts'
import { type Meaning, lookUp, mayArm, meaning, readingOf, toldBy, unknown } from './meaning.ts'
import { timeIn } from './vendor-times.ts'
import { statuses, told } from './uber-direct.data.ts'

/** The second one is the older name. Where both come, both must be right. */
const signatures = ['x-uber-signature', 'x-postmates-signature'] as const

/** A delivery that brings something back has an id of its own. */
const RETURN = 'ret_'

export const uberDirect: Carrier = {
  id: 'uber-direct',
  name: 'Uber Direct',
  grade: 'signed',
  bodyBytesMax: 256_000,
  secretBy: 'sender',
  setUp: 'its secret is the signing key of the webhook',
  verify: verifyHook,
  parse: parseEvent,
  sample(sample, secret) {
    const body = sampleBody(sample)
    return { headers: { [signatures[0]]: hmacOf(secretsIn(secret)[0] ?? '', 'hex', body) }, body }
  },
}

function verifyHook(request: HookRequest, trust: HookTrust): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const headers = signatures.map((name) => headerOf(request, name))
  if (headers.includes('header-twice')) return refused('header-twice')
  const given = headers.filter((header) => typeof header === 'object')
  if (given.length === 0) return refused('header-missing')
  const fits = ({ value }: { readonly value: string }): boolean =>
    signedBy(value, trust, (key) => hmacOf(key, 'hex', request.body))
  return given.every(fits) ? { accepted: true } : refused('mismatch')
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  const number = textOf(event, 'delivery_id')
  if (fieldOf(event, 'kind') !== 'event.delivery_status' || number === null)
    return { understood: false, why: 'not an event about the status of a delivery' }
  return { understood: true, readings: [readDelivery(event, number)] }
}

function readDelivery(event: Fields, number: string): CarrierReading {
  const delivery = within(event, 'data')
  const meant = readStatus(event, delivery, number)
  const read = {
    carrier: 'uber-direct',
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(event, 'created'),
    eventId: textOf(event, 'id'),
  }
  return readingOf(read, meant, {
    orderId: textOf(delivery, 'external_id') ?? textOf(within(delivery, 'manifest'), 'reference'),
    position: placeOf(within(delivery, 'dropoff', 'verification', 'completion_location'), 'lat', 'lng'),
    photoUrl: urlOf(within(delivery, 'dropoff', 'verification', 'picture'), 'image_url'),
  })
}

function readStatus(event: Fields, delivery: Fields, number: string): Meaning {
  const word = codeOf(event, 'status')
  const known = lookUp(statuses, word)
  if (known !== null && number.startsWith(RETURN)) return meaning('returned')
  const imminent = known === 'out-for-delivery' && fieldOf(delivery, 'courier_imminent') === true
  const meant = meaning(imminent ? 'arriving' : known)
  // Event and delivery speak of different things: neither arms.
  const own = fieldOf(delivery, 'status') ?? word
  return mayArm(meant) && own !== word ? unknown : meant
}

function sampleBody(sample: CarrierSample): string {
  const { status, imminent = false } = toldBy('uber-direct', told, sample.status)
  const { trackingNumber, occurredAt, eventId } = sample
  return JSON.stringify({
    status,
    kind: 'event.delivery_status',
    created: new Date(occurredAt).toISOString(),
    live_mode: false,
    delivery_id: trackingNumber,
    id: eventId,
    data: { id: trackingNumber, status, courier_imminent: imminent, external_id: '' },
  })
}
