// FedEx Advanced Integrated Visibility: track results as its webhooks push them. What of this was seen in a vendor's source
// stands in the README.
import type {
  Carrier,
  CarrierParse,
  CarrierReading,
  CarrierSample,
  HookRequest,
  HookTrust,
  HookVerdict,
} from '@portico/plugin-api'
import { NOBODY_THERE, codes, heldCodes, locationTypes, told } from './fedex.data.ts'
import { headerOf, hmacOf, refused, secretsIn, signedBy } from './hook-signature.ts'
import { type Fields, codeOf, fieldsOf, listOf, textOf, within, wordsOf } from './json-fields.ts'
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
import { PARCELS_MAX, severalParcels } from './several-parcels.ts'
import { newestBy, printedTime, timeIn, windowBetween } from './vendor-times.ts'

const SIGNATURE = 'fdx-signature'

/** The vendor's texts name one here and the other there; which of them it is, its first message tells. */
const encodings = ['base64', 'hex'] as const

export const fedex: Carrier = {
  id: 'fedex',
  name: 'FedEx',
  grade: 'signed',
  // A picture as proof of delivery may be in it.
  bodyBytesMax: 10_000_000,
  setUp: 'its secret is the security token of the webhook project',
  verify: verifyHook,
  parse: parsePush,
  sample(sample, secret) {
    const body = sampleBody(sample)
    return { headers: { [SIGNATURE]: hmacOf(secretsIn(secret)[0] ?? '', 'base64', body) }, body }
  },
}

function verifyHook(request: HookRequest, trust: HookTrust): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const header = headerOf(request, SIGNATURE)
  if (typeof header === 'string') return refused(header)
  const known = encodings.filter((each) => each === trust.memory)
  const fits = (known.length > 0 ? known : encodings).find((encoding) =>
    signedBy(header.value, trust, (key) => hmacOf(key, encoding, request.body)),
  )
  if (fits === undefined) return refused('mismatch')
  return fits === trust.memory ? { accepted: true } : { accepted: true, memory: fits }
}

interface Entry {
  readonly result: Fields
  /** Of the list that it stands in, when it names none itself. */
  readonly number: string | null
}

/** The vendor's own envelope, or a flat list as public receivers also know it. */
function parsePush(body: unknown): CarrierParse {
  const push = fieldsOf(body)
  const complete = [push, within(push, 'output')].flatMap((each) => listOf(each, 'completeTrackResults'))
  const entries: Entry[] = []
  for (const list of [...complete, push]) {
    const number = textOf(list, 'trackingNumber')
    for (const result of listOf(list, 'trackResults')) entries.push({ result, number })
    if (entries.length > PARCELS_MAX) break
  }
  return severalParcels(entries, readEntry)
}

function readEntry({ result, number: outerNumber }: Entry): CarrierReading | null {
  const number = textOf(within(result, 'trackingNumberInfo'), 'trackingNumber') ?? outerNumber
  if (number === null) return null
  const latest = within(result, 'latestStatusDetail')
  const code = codeOf(latest, 'code')
  const scan = newestBy(
    listOf(result, 'scanEvents').filter((each) => code !== null && codeOf(each, 'eventType') === code),
    'date',
  )
  const delivery = within(result, 'deliveryDetails')
  const meant = readCode(code, { latest, scan, delivery })
  const read = {
    carrier: 'fedex',
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : timeIn(scan, 'date'),
    eventId: null,
  }
  const window = within(result, 'estimatedDeliveryTimeWindow', 'window')
  return readingOf(read, meant, {
    window:
      meant.status === 'delivered' ? null : windowBetween(textOf(window, 'begins'), textOf(window, 'ends')),
    signedBy: textOf(delivery, 'signedByName') ?? textOf(delivery, 'receivedByName'),
  })
}

interface Scanned {
  readonly latest: Fields
  readonly scan: Fields
  readonly delivery: Fields
}

function readCode(code: string | null, { latest, scan, delivery }: Scanned): Meaning {
  const words = [
    wordsOf(latest, 'description', 'statusByLocale'),
    wordsOf(scan, 'eventDescription', 'exceptionDescription'),
  ].join(' . ')
  if (code === 'DL') {
    const elsewhere = lookUp(locationTypes, codeOf(delivery, 'locationType'))
    if (elsewhere !== null) return { status: 'delivered-elsewhere', elsewhere }
    return deliveredBy(`${words} . ${wordsOf(delivery, 'locationType', 'locationDescription')}`)
  }
  if (code !== null && heldCodes.has(code)) return waitingAt(words)
  if (code === 'DE')
    return codeOf(scan, 'exceptionCode') === NOBODY_THERE ? meaning('attempted') : failedBy(words)
  return meaning(lookUp(codes, code))
}

function sampleBody(sample: CarrierSample): string {
  const { code, words, locationType = '' } = toldBy('fedex', told, sample.status)
  const { trackingNumber } = sample
  const result = {
    trackingNumberInfo: { trackingNumber, carrierCode: 'FDXG' },
    latestStatusDetail: { code, description: words, statusByLocale: words },
    scanEvents: [
      { date: printedTime(sample.occurredAt), eventType: code, eventDescription: words, exceptionCode: '' },
    ],
    deliveryDetails: { locationType },
  }
  return JSON.stringify({
    transactionId: sample.eventId,
    output: { completeTrackResults: [{ trackingNumber, trackResults: [result] }] },
  })
}
