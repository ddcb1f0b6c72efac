// EasyPost: tracker events as its webhooks post them. What of this was seen in a vendor's source stands in the README.
import { createHmac } from 'node:crypto'
import type {
  Carrier,
  CarrierParse,
  CarrierReading,
  Elsewhere,
  HookRequest,
  HookVerdict,
  ParcelStatus,
} from '@portico/plugin-api'
import { carrierName } from './carrier-name.ts'
import { placeNamedIn, saysNobodyWasThere } from './delivery-words.ts'
import { easypostSampleBody } from './easypost-sample.ts'
import { headerOf, refused, sameText } from './hook-signature.ts'
import { type Fields, fieldOf, fieldsOf, listOf, textOf, wordsOf } from './json-fields.ts'

const SIGNATURE = 'x-hmac-signature'

/** What a tracker's status means; `null` says nothing. Statuses that need the words of the detail come after. */
const plainStatus: Readonly<Record<string, ParcelStatus | null>> = {
  unknown: null,
  pre_transit: 'announced',
  out_for_delivery: 'out-for-delivery',
  return_to_sender: 'returned',
  cancelled: 'cancelled',
  error: 'exception',
}

const trackerEvents: ReadonlySet<unknown> = new Set(['tracker.created', 'tracker.updated'])

export const easypost: Carrier = {
  id: 'easypost',
  name: 'EasyPost',
  grade: 'signed',
  bodyBytesMax: 256_000,
  verify: verifyHook,
  parse: parseEvent,
  sample(sample, secret) {
    const body = easypostSampleBody(sample)
    return { headers: { [SIGNATURE]: signatureOf(secret, Buffer.from(body)) }, body }
  },
}

/** The signature under a body: HMAC-SHA256 with the secret in normal form NFKD, as the vendor's libraries take it. */
function signatureOf(secret: string, body: Uint8Array): string {
  const hex = createHmac('sha256', secret.normalize('NFKD')).update(body).digest('hex')
  return `hmac-sha256-hex=${hex}`
}

/** The second signature of the vendor (`-v2`) counts for nothing: what it is taken over is not published. */
function verifyHook(request: HookRequest, secret: string): HookVerdict {
  if (secret.trim() === '') return refused('no-secret')
  const header = headerOf(request, SIGNATURE)
  if (typeof header === 'string') return refused(header)
  return sameText(header.value, signatureOf(secret, request.body)) ? { accepted: true } : refused('mismatch')
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  if (!trackerEvents.has(fieldOf(event, 'description')))
    return { understood: false, why: 'not an event about a tracker' }
  const tracker = fieldsOf(fieldOf(event, 'result'))
  const number = textOf(tracker, 'tracking_code')
  if (number === null) return { understood: false, why: 'a tracker with no tracking code' }
  return { understood: true, reading: readTracker(tracker, number, textOf(event, 'id')) }
}

/** `previous_attributes` is not read: what a parcel was is the hub's own knowledge. */
function readTracker(tracker: Fields, number: string, eventId: string | null): CarrierReading {
  const vendorStatus = textOf(tracker, 'status')
  const detail = newestDetail(tracker, vendorStatus)
  const { status, elsewhere } = readStatus(vendorStatus, tracker, detail)
  const signedBy = textOf(tracker, 'signed_by')
  return {
    carrier: carrierName(textOf(tracker, 'carrier')),
    status,
    trackingNumbers: [number],
    occurredAt: status === null || timeOf(detail) === null ? null : textOf(detail, 'datetime'),
    eventId,
    ...(elsewhere && { elsewhere }),
    ...(signedBy !== null && { signedBy }),
  }
}

/** A status in the common vocabulary; `elsewhere` only with `delivered-elsewhere`. */
interface Meaning {
  readonly status: ParcelStatus | null
  readonly elsewhere?: Elsewhere
}

function readStatus(vendorStatus: string | null, tracker: Fields, detail: Fields): Meaning {
  const meaning = readWords(vendorStatus, tracker, detail)
  // A return leg goes to the shop: nothing on its way may prepare this door.
  return meaning.status !== null && fieldOf(tracker, 'is_return') === true ? { status: 'returned' } : meaning
}

function readWords(vendorStatus: string | null, tracker: Fields, detail: Fields): Meaning {
  // Codes of the vendor are searched like words: `arrived_at_pickup_location` names a place.
  const codes = [wordsOf(tracker, 'status_detail'), wordsOf(detail, 'status_detail')]
  const words = [wordsOf(detail, 'message'), wordsOf(detail, 'description'), ...codes]
    .join(' . ')
    .replaceAll('_', ' ')
  switch (vendorStatus) {
    case 'in_transit':
      return { status: codes[0] === 'received_at_origin_facility' ? 'accepted' : 'in-transit' }
    case 'delivered': {
      const elsewhere = placeNamedIn(words)
      return elsewhere === null ? { status: 'delivered' } : { status: 'delivered-elsewhere', elsewhere }
    }
    case 'available_for_pickup':
      return { status: 'delivered-elsewhere', elsewhere: placeNamedIn(words) ?? 'pickup-point' }
    case 'failure':
      return { status: saysNobodyWasThere(words) ? 'attempted' : 'exception' }
    default:
      // A word nobody told us keeps the old state; it never takes the meaning of a similar one.
      return { status: plainMeaning(vendorStatus) }
  }
}

const plainMeaning = (vendorStatus: string | null): ParcelStatus | null =>
  vendorStatus !== null && Object.hasOwn(plainStatus, vendorStatus)
    ? (plainStatus[vendorStatus] ?? null)
    : null

/** The newest detail, by its own time, that carries the tracker's status; one that says nothing when there is none. */
function newestDetail(tracker: Fields, vendorStatus: string | null): Fields {
  let newest: Fields = {}
  let newestAt = Number.NEGATIVE_INFINITY
  for (const detail of listOf(tracker, 'tracking_details')) {
    if (vendorStatus === null || textOf(detail, 'status') !== vendorStatus) continue
    const at = timeOf(detail) ?? Number.NEGATIVE_INFINITY
    if (at < newestAt) continue
    newest = detail
    newestAt = at
  }
  return newest
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/

/** Unix ms of a detail, to put details in order; a time with no zone counts as UTC. null: no time of ISO 8601. */
function timeOf(detail: Fields): number | null {
  const found = isoTime.exec(textOf(detail, 'datetime') ?? '')
  if (!found) return null
  const at = Date.parse(found[1] === undefined ? `${found[0]}Z` : found[0])
  return Number.isNaN(at) ? null : at
}
