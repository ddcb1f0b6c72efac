// UPS Track Alert v2, and the fixed credential of v1. Nothing is signed: a token of ours proves the sender. What of this
// was seen in a vendor's source stands in the README.
import type {
  Carrier,
  CarrierParse,
  CarrierReading,
  CarrierSample,
  HookRequest,
  HookTrust,
  HookVerdict,
} from '@portico/plugin-api'
import { headerOf, refused, secretsIn, signedBy } from './hook-signature.ts'
import { type Fields, codeOf, fieldOf, fieldsOf, textOf, within, wordsOf } from './json-fields.ts'
import {
  type Meaning,
  deliveredBy,
  failedBy,
  lookUp,
  meaning,
  readingOf,
  toldBy,
  unknown,
  waitingAt,
} from './meaning.ts'
import { photoIn } from './photo.ts'
import { ACCESS_POINT, codes, deliveredCodes, told, types } from './ups.data.ts'
import { issueToken, tokenState } from './ups-token.ts'
import { type TimeWindow, joinedTime, timeOf, windowBetween } from './vendor-times.ts'

/** Of v1: what was given at the subscription comes back in it. */
const CREDENTIAL = 'credential'

export const ups: Carrier = {
  id: 'ups',
  name: 'UPS',
  grade: 'bearer',
  // A photo may be in it.
  bodyBytesMax: 10_000_000,
  provesByHeader: true,
  setUp: 'token address /hooks/ups/token, any client id; the secret is the client secret',
  verify: verifyHook,
  issueToken,
  parse: parseEvent,
  sample: (sample, secret) => ({
    headers: { [CREDENTIAL]: secretsIn(secret)[0] ?? '', 'user-agent': 'UPSPubSubTrackingService' },
    body: sampleBody(sample),
  }),
}

const bearerForm = /^bearer ([\w.~+/-]+=*)$/i

function verifyHook(request: HookRequest, trust: HookTrust): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const bearer = headerOf(request, 'authorization')
  if (typeof bearer === 'object') {
    const state = tokenState(bearerForm.exec(bearer.value)?.[1] ?? '', trust)
    if (state === 'good') return { accepted: true }
    return refused(state === 'old' ? 'too-old' : 'mismatch')
  }
  if (bearer === 'header-twice') return refused(bearer)
  const credential = headerOf(request, CREDENTIAL)
  if (typeof credential === 'string') return refused(credential)
  return signedBy(credential.value, trust, (key) => key) ? { accepted: true } : refused('mismatch')
}

function parseEvent(body: unknown): CarrierParse {
  const event = fieldsOf(body)
  const number = textOf(event, 'trackingNumber')
  if (number === null || typeof fieldOf(event, 'activityStatus') !== 'object')
    return { understood: false, why: 'not an event about a tracked parcel' }
  return { understood: true, readings: [readEvent(event, number)] }
}

function readEvent(event: Fields, number: string): CarrierReading {
  const meant = readActivity(within(event, 'activityStatus'))
  const read = {
    carrier: 'ups',
    trackingNumbers: [number],
    occurredAt: meant.status === null ? null : activityTime(event),
    eventId: null,
  }
  return readingOf(read, meant, {
    window: windowOf(event),
    photo: photoIn(event, 'deliveryPhoto'),
    signedBy: textOf(event, 'receivedBy'),
  })
}

function readActivity(activity: Fields): Meaning {
  const [type, code] = [codeOf(activity, 'type'), codeOf(activity, 'code')]
  const words = wordsOf(activity, 'description')
  if (type === 'D') return readDelivery(code, words)
  const known = lookUp(codes, `${type} ${code}`) ?? lookUp(types, type)
  if (known !== null) return meaning(known)
  return type === 'X' ? failedBy(words) : unknown
}

function readDelivery(code: string | null, words: string): Meaning {
  if (code === ACCESS_POINT) return waitingAt(words)
  const saysSo = /^\s*delivered\b/i.test(words) || (code !== null && deliveredCodes.has(code))
  // Loading the vehicle comes under this type as well.
  return saysSo ? deliveredBy(words) : unknown
}

/** The local time with its offset; where the same moment in GMT is told and differs, neither is believed. */
function activityTime(event: Fields): string | null {
  const local = joinedTime({
    date: textOf(event, 'localActivityDate'),
    time: textOf(event, 'localActivityTime'),
    offset: textOf(event, 'gmtOffset'),
  })
  const gmt = joinedTime({
    date: textOf(event, 'gmtActivityDate'),
    time: textOf(event, 'gmtActivityTime'),
    offset: 'Z',
  })
  if (local === null || gmt === null) return local ?? gmt
  return timeOf(local) === timeOf(gmt) ? local : null
}

function windowOf(event: Fields): TimeWindow | null {
  const [date, offset] = [textOf(event, 'scheduledDeliveryDate'), textOf(event, 'gmtOffset')]
  const [from, to] = ['deliveryStartTime', 'deliveryEndTime'].map((name) =>
    joinedTime({ date, time: textOf(event, name), offset }),
  )
  return windowBetween(from ?? null, to ?? null)
}

function sampleBody(sample: CarrierSample): string {
  const { type, code, words } = toldBy('ups', told, sample.status)
  const [day = '', clock = ''] = new Date(sample.occurredAt).toISOString().split('T')
  const [date, time] = [day.replaceAll('-', ''), clock.slice(0, 8).replaceAll(':', '')]
  return JSON.stringify({
    trackingNumber: sample.trackingNumber,
    localActivityDate: date,
    localActivityTime: time,
    activityLocation: { city: '', stateProvince: '', postalCode: '', country: '' },
    activityStatus: { type, code, description: words, descriptionCode: '' },
    scheduledDeliveryDate: date,
    actualDeliveryDate: '',
    actualDeliveryTime: '',
    gmtActivityDate: date,
    gmtActivityTime: time,
    gmtOffset: '+00.00',
    deliveryStartTime: '',
    deliveryEndTime: '',
    deliveryTimeDescription: '',
    deliveryPhoto: '',
    receivedBy: '',
    alternateTrackingNumber: sample.eventId,
  })
}
