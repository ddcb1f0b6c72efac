// Shippo: tracking webhooks. Signed when the account has signing switched on, which the vendor does by hand; until then a
// token in the address is all there is. What of this was seen in a vendor's source stands in the README.
import type {
  Carrier,
  CarrierParse,
  CarrierReading,
  CarrierSample,
  HookRequest,
  HookTrust,
  HookVerdict,
} from '@portico/plugin-api'
import { carrierName } from './carrier-name.ts'
import { headerOf, hmacOf, isFresh, refused, secretsIn, signedBy } from './hook-signature.ts'
import { type Fields, codeOf, fieldOf, fieldsOf, textOf, within, wordsOf } from './json-fields.ts'
import {
  type Meaning,
  deliveredBy,
  failedBy,
  lookUp,
  meaning,
  readingOf,
  toldBy,
  waitingAt,
} from './meaning.ts'
import { PICKUP, statuses, told, transitCodes } from './shippo.data.ts'
import { printedTime, timeIn } from './vendor-times.ts'

const SIGNATURE = 'shippo-auth-signature'
/** What is remembered once a signed message came: from then on none without a signature is taken. */
const SIGNS = 'signs'

const made = (key: string, time: string, body: Uint8Array): string => hmacOf(key, 'hex', `${time}.`, body)

/** Not the secret itself: addresses end in logs, and whoever reads one there must not be able to sign. */
const tokenOf = (key: string): string => hmacOf(key, 'base64url', 'portico shippo address').slice(0, 32)

export const shippo: Carrier = {
  id: 'shippo',
  name: 'Shippo',
  grade: 'signed-with-time',
  bodyBytesMax: 256_000,
  secretBy: 'sender',
  setUp: 'the token in the address proves a message until Shippo signs for your account',
  urlToken: (secret) => tokenOf(secretsIn(secret)[0] ?? ''),
  verify: verifyHook,
  parse: parseEvent,
  sample(sample, secret) {
    const body = sampleBody(sample)
    const time = String(Math.floor(sample.occurredAt / 1000))
    const v1 = made(secretsIn(secret)[0] ?? '', time, Buffer.from(body))
    return { headers: { [SIGNATURE]: `t=${time},v1=${v1}` }, body }
  },
}

const signatureForm = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/

function verifyHook(request: HookRequest, trust: HookTrust): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const header = headerOf(request, SIGNATURE)
  if (header === 'header-twice') return refused(header)
  if (header === 'header-missing') return verifyAddress(request, trust)
  const [, time = '', v1 = ''] = signatureForm.exec(header.value) ?? []
  if (!signedBy(v1, trust, (key) => made(key, time, request.body))) return refused('mismatch')
  if (!isFresh(Number(time) * 1000, trust.now)) return refused('too-old')
  return trust.memory === SIGNS ? { accepted: true } : { accepted: true, memory: SIGNS }
}

function verifyAddress({ token }: HookRequest, trust: HookTrust): HookVerdict {
  if (trust.memory === SIGNS || token === null || token === undefined) return refused('header-missing')
  return signedBy(token, trust, tokenOf) ? { accepted: true, grade: 'bearer' } : refused('mismatch')
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  if (fieldOf(event, 'event') !== 'track_updated')
    return { understood: false, why: 'not an event about a tracking' }
  const track = within(event, 'data')
  const number = textOf(track, 'tracking_number')
  if (number === null) return { understood: false, why: 'a tracking with no number' }
  return { understood: true, readings: [readTrack(track, number)] }
}

/** `eta` is a moment, mostly midnight: no window. */
function readTrack(track: Fields, number: string): CarrierReading {
  const status = within(track, 'tracking_status')
  const meant = readStatus(status)
  const read = {
    carrier: carrierName(textOf(track, 'carrier')),
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(status, 'status_date'),
    // The vendor sends one event twice under other bytes; what stays the same is the id of the status.
    eventId: textOf(status, 'object_id'),
  }
  return readingOf(read, meant)
}

function readStatus(status: Fields): Meaning {
  const word = codeOf(status, 'status')
  const substatus = within(status, 'substatus')
  const code = codeOf(substatus, 'code')
  const words = `${wordsOf(status, 'status_details')} . ${wordsOf(substatus, 'code', 'text')}`
  if (word === 'TRANSIT')
    return code === PICKUP ? waitingAt(words) : meaning(lookUp(transitCodes, code) ?? 'in-transit')
  if (word === 'DELIVERED') return deliveredBy(words)
  if (word === 'FAILURE') return failedBy(words)
  return meaning(lookUp(statuses, word))
}

function sampleBody(sample: CarrierSample): string {
  const { status, code, text } = toldBy('shippo', told, sample.status)
  return JSON.stringify({
    event: 'track_updated',
    test: true,
    data: {
      carrier: 'ups',
      tracking_number: sample.trackingNumber,
      eta: null,
      tracking_status: {
        object_id: sample.eventId,
        status,
        status_date: printedTime(sample.occurredAt),
        status_details: text,
        substatus: { code, text, action_required: false },
      },
      tracking_history: [],
    },
  })
}
