// A signed webhook for shops, scripts and everything else: Standard Webhooks (standardwebhooks.com, specification 1.0.0)
// around a body in the common vocabulary. Its sender is whoever the household let: no carrier vouches for what it says.
import {
  type Carrier,
  type CarrierParse,
  type CarrierReading,
  type CarrierSample,
  type HookRequest,
  type HookTrust,
  type HookVerdict,
  type SignedSample,
  parcelStatuses,
} from '@portico/plugin-api'
import { carrierName } from './carrier-name.ts'
import { headerOf, hmacOf, isFresh, refused, secretsIn, signedBy } from './hook-signature.ts'
import { type Fields, fieldOf, fieldsOf, listOf, textOf, urlOf, within, wordsOf } from './json-fields.ts'
import { type Meaning, readingOf, waitingAt } from './meaning.ts'
import { severalParcels } from './several-parcels.ts'
import { printedTime, timeIn, windowBetween } from './vendor-times.ts'

const ID = 'webhook-id'
const TIMESTAMP = 'webhook-timestamp'
const SIGNATURE = 'webhook-signature'

const TYPE = 'parcel.updated'
const PREFIX = 'whsec_'
/** A sender that changes its key signs with both; more than that is noise. */
const SIGNATURES_MAX = 8
/** Without a full stop: it ends the id in what is signed. */
const idForm = /^[^.]{1,256}$/

export const webhook: Carrier = {
  id: 'webhook',
  name: 'Signed webhook',
  // Signed, and yet a claim: a signature tells who spoke, not that a carrier did (at most *ask me*).
  grade: 'bearer',
  bodyBytesMax: 256_000,
  setUp: 'Standard Webhooks; plugins/carriers/README.md has the body',
  writeSecret: (random) => `${PREFIX}${Buffer.from(random).toString('base64')}`,
  verify: verifyHook,
  parse: parseMessage,
  sample: signedSample,
}

/** Base64 after its prefix, as the specification writes it; any other text is taken as it stands. */
const keyOf = (secret: string): string | Uint8Array =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : secret

const made = (key: string, head: string, body: Uint8Array | string): string =>
  `v1,${hmacOf(keyOf(key), 'base64', head, body)}`

/** Signed is `id.timestamp.body`. Any of the signatures may fit any of the secrets. */
function verifyHook(request: HookRequest, trust: HookTrust): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const [id, time, signature] = [ID, TIMESTAMP, SIGNATURE].map((name) => headerOf(request, name))
  if (typeof id !== 'object' || typeof time !== 'object' || typeof signature !== 'object')
    return refused([id, time, signature].includes('header-twice') ? 'header-twice' : 'header-missing')
  const head = `${id.value}.${time.value}.`
  const fits = signature.value
    .split(' ')
    .slice(0, SIGNATURES_MAX)
    .map((given) => signedBy(given, trust, (key) => made(key, head, request.body)))
    .includes(true)
  if (!fits || !idForm.test(id.value) || !/^\d{1,12}$/.test(time.value)) return refused('mismatch')
  if (!isFresh(Number(time.value) * 1000, trust.now)) return refused('too-old')
  return { accepted: true, eventId: id.value }
}

/** `data` is one parcel, or a list of them. */
function parseMessage(body: unknown): CarrierParse {
  const message = fieldsOf(body)
  if (fieldOf(message, 'type') !== TYPE) return { understood: false, why: `not a message of type ${TYPE}` }
  const several = listOf(message, 'data')
  const parcels = several.length > 0 ? several : [within(message, 'data')]
  return severalParcels(parcels, readParcel)
}

function readParcel(parcel: Fields): CarrierReading | null {
  const number = textOf(parcel, 'trackingNumber')
  if (number === null) return null
  const window = within(parcel, 'window')
  const meant = readStatus(parcel)
  const read = {
    carrier: carrierName(textOf(parcel, 'carrier')),
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(parcel, 'occurredAt'),
    eventId: null,
  }
  return readingOf(read, meant, {
    orderId: textOf(parcel, 'orderId'),
    window: windowBetween(textOf(window, 'from'), textOf(window, 'to')),
    signedBy: textOf(parcel, 'signedBy'),
    photoUrl: urlOf(parcel, 'photoUrl'),
  })
}

function readStatus(parcel: Fields): Meaning {
  const word = fieldOf(parcel, 'status')
  const status = parcelStatuses.find((known) => known === word) ?? null
  return status === 'delivered-elsewhere' ? waitingAt(wordsOf(parcel, 'elsewhere')) : { status }
}

function signedSample(sample: CarrierSample, secret: string): SignedSample {
  const { trackingNumber, status, eventId } = sample
  const time = String(Math.floor(sample.occurredAt / 1000))
  const occurredAt = printedTime(sample.occurredAt)
  const data = { trackingNumber, carrier: 'ups', status, occurredAt }
  const body = JSON.stringify({ type: TYPE, timestamp: occurredAt, data })
  const signature = made(secretsIn(secret)[0] ?? '', `${eventId}.${time}.`, body)
  return { headers: { [ID]: eventId, [TIMESTAMP]: time, [SIGNATURE]: signature }, body }
}
