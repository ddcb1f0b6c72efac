// Whatever becomes of a carrier's body on its way, reading it answers, in the vocabulary and within bounds; and no word but
// one that arms, letter by letter, is read as one. Method: the golden bodies of all carriers damaged at random;
// `PORTICO_CARRIER_RUNS` sets how many.
import { type CarrierReading, parcelStatuses } from '@portico/plugin-api'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fields, fieldOf, fieldsOf, jsonIn, listOf, within } from '../src/json-fields.ts'
import { PARCELS_MAX } from '../src/several-parcels.ts'
import { carrierOf, files, fixture } from './fixtures.ts'
import { byteDamages, damaged, damagedBytes, damages } from './mutate.ts'

const RUNS = Number(process.env['PORTICO_CARRIER_RUNS'] ?? 50_000)

const names = Object.keys(files)
const runsEach = Math.ceil(RUNS / names.length)

/** The words of a body that carry its state, written down a second time, as the vendors' pages have them. */
const armingWords: Readonly<Record<string, (body: Fields) => boolean>> = {
  easypost: (body) => within(body, 'result')['status'] === 'out_for_delivery',
  aftership: (body) => within(body, 'msg')['tag'] === 'OutForDelivery',
  shippo(body) {
    const status = within(body, 'data', 'tracking_status')
    return status['status'] === 'TRANSIT' && within(status, 'substatus')['code'] === 'out_for_delivery'
  },
  shipengine(body) {
    const { status_code, status_detail_code } = within(body, 'data')
    return status_code === 'IT' && status_detail_code === 'OUT_FOR_DELIVERY'
  },
  '17track': (body) => within(body, 'data', 'track_info', 'latest_status')['status'] === 'OutForDelivery',
  ups(body) {
    const { type, code } = within(body, 'activityStatus')
    return type === 'I' && code === 'OT'
  },
  fedex: (body) => JSON.stringify(body).includes('"latestStatusDetail":{"code":"OD"'),
  dhl: (body) =>
    listOf(body, 'shipments').some((shipment) => {
      const { statusCode, status } = within(shipment, 'status')
      return statusCode === 'transit' && status === 'Out for delivery'
    }),
  usps(body) {
    const payload = fieldOf(body, 'payload')
    const { status, statusCategory } = fieldsOf(typeof payload === 'string' ? jsonIn(payload) : null)
    return statusCategory === 'Out for Delivery' && status === 'Out for Delivery'
  },
  'amazon-shipping': (body) =>
    listOf(within(body, 'detail'), 'eventHistory').some(({ eventCode }) => eventCode === 'OutForDelivery'),
  'uber-direct': (body) => fieldOf(body, 'status') === 'dropoff',
  doordash: (body) =>
    fieldOf(body, 'event_name') === 'DASHER_PICKED_UP' ||
    fieldOf(body, 'event_name') === 'DASHER_CONFIRMED_DROPOFF_ARRIVAL',
}

const statuses: ReadonlySet<string | null> = new Set([...parcelStatuses, null])
const arming: ReadonlySet<string | null> = new Set(['out-for-delivery', 'arriving'])

const isPlainText = (text: unknown, longest: number): boolean =>
  text === undefined ||
  (typeof text === 'string' && text !== '' && text.length <= longest && text.isWellFormed())

function holdsWithin(reading: CarrierReading): boolean {
  const { status, trackingNumbers, occurredAt, eventId, window, elsewhere, photoUrl } = reading
  return (
    statuses.has(status) &&
    trackingNumbers.length <= 1 &&
    trackingNumbers.every((number) => isPlainText(number, 200)) &&
    isPlainText(occurredAt ?? undefined, 200) &&
    isPlainText(eventId ?? undefined, 200) &&
    isPlainText(reading.orderId, 200) &&
    isPlainText(reading.signedBy, 200) &&
    /^[a-z0-9-]{1,40}$/.test(reading.carrier) &&
    (elsewhere === undefined) === (status !== 'delivered-elsewhere') &&
    (occurredAt === null || (status !== null && !Number.isNaN(Date.parse(occurredAt)))) &&
    (window === undefined || isWindow(window)) &&
    (photoUrl === undefined || /^https:\/\/[^/@]+\//.test(photoUrl))
  )
}

const isWindow = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
  Date.parse(from) < Date.parse(to) &&
  from.slice(0, 10) === to.slice(0, 10) &&
  [from, to].every((end) => !/T00:00|T23:59/.test(end))

function decoded(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

describe(`${RUNS} damaged bodies`, () => {
  test.each(names)('%s', { timeout: 30_000 + RUNS }, (name) => {
    const source = files[name]?.source ?? ''
    const text = fixture(name).toString()
    const carrier = carrierOf(source)
    let understood = 0
    fc.assert(
      fc.property(damages, byteDamages, (each, bytes) => {
        const body = decoded(damagedBytes(damaged(text, each), bytes))
        if (body === undefined) return
        const parse = carrier.parse(body)
        if (!parse.understood) return
        understood += 1
        expect(parse.readings.length).toBeGreaterThan(0)
        expect(parse.readings.length).toBeLessThanOrEqual(PARCELS_MAX)
        for (const reading of parse.readings) {
          if (!holdsWithin(reading)) throw new Error(`out of bounds: ${JSON.stringify(reading)}`)
          if (!arming.has(reading.status)) continue
          // A word that arms is there, letter by letter, whatever else is damaged.
          if (armingWords[source]?.(fieldsOf(body)) !== true)
            throw new Error(`armed by a damaged word: ${JSON.stringify(reading)}`)
        }
      }),
      { numRuns: runsEach },
    )
    // Many of them are still read: a test that only looks at refusals finds nothing.
    expect(understood).toBeGreaterThan(runsEach * 0.15)
  })
})

test('a body of arrays in arrays, as deep as it may be large, is read by every carrier', () => {
  for (const source of new Set(Object.values(files).map((file) => file.source))) {
    const carrier = carrierOf(source)
    const depth = 100_000
    const deep = `${'['.repeat(depth)}1${']'.repeat(depth)}`
    for (const text of [deep, `{"data":${deep},"result":${deep},"detail":${deep},"output":${deep}}`])
      expect(carrier.parse(JSON.parse(text)).understood).toBe(false)
  }
})
