// Each vendor's word for a parcel's state, the common one that it means, and the words that mean none. Method: one row a
// word, written down from the vendors' pages; whatever stands in no row keeps the old state.
import type { CarrierReading } from '@portico/plugin-api'
import { expect, test } from 'vitest'
import { carrierOf } from './fixtures.ts'
import { TIME, type Words, bodies, rows } from './statuses.data.ts'

const all = Object.entries(rows).flatMap(([source, table]) =>
  table.map(([words, wanted]) => [source, words, wanted] as const),
)

function readingOf(source: string, words: Words): CarrierReading {
  const parse = carrierOf(source).parse(bodies[source]?.(...words))
  const reading = parse.understood ? parse.readings[0] : undefined
  if (!reading) throw new Error('not understood')
  return reading
}

test.each(all)('%s: %j is %s', (source, words, wanted) => {
  const { status, elsewhere, occurredAt } = readingOf(source, words)
  expect(elsewhere === undefined ? status : `${status}/${elsewhere}`).toBe(wanted)
  // A state is told with its time; of a word that means none no time is told either.
  expect(occurredAt === null).toBe(wanted === null)
})

test.each([
  ['AfterShip', 'aftership', { event: 'tracking_update', msg: { tag: 'InTransit' } }],
  ['17TRACK of the first version', '17track', { event: 'TRACKING_UPDATED', data: [{ number: 'X1' }] }],
  ['a stopped 17TRACK without a number', '17track', { event: 'TRACKING_STOPPED', data: {} }],
  ['a batch of ShipEngine', 'shipengine', { resource_type: 'API_BATCH', data: { tracking_number: 'X1' } }],
  ['UPS without an activity', 'ups', { trackingNumber: 'X1' }],
  ['DHL that is ready', 'dhl', { scope: 'subscription.ready' }],
  ['DHL that failed', 'dhl', { scope: 'subscription.failure' }],
  ['USPS with no JSON inside', 'usps', { subscriptionType: 'TRACKING', payload: '{' }],
  ['the way of an Uber courier', 'uber-direct', { kind: 'event.courier_update', delivery_id: 'del_1' }],
  ['a webhook of another type', 'webhook', { type: 'invoice.paid', data: { trackingNumber: 'X1' } }],
])('%s is not understood', (_name, source, body) => {
  expect(carrierOf(source).parse(body)).toEqual({ understood: false, why: expect.any(String) })
})

test('17TRACK that stops says nothing of the state', () => {
  const parse = carrierOf('17track').parse({ event: 'TRACKING_STOPPED', data: { number: 'X1' } })
  expect(parse).toMatchObject({ understood: true, readings: [{ status: null, trackingNumbers: ['X1'] }] })
})

test('17TRACK with anything but a number for its carrier is read all the same', () => {
  for (const carrier of [JSON.parse('{"toString":"x"}'), ['7041'], '7041', null, 7041.5])
    expect(
      carrierOf('17track').parse({ event: 'TRACKING_UPDATED', data: { number: 'X1', carrier } }),
    ).toMatchObject({ readings: [{ carrier: 'unknown' }] })
})

test('the time of 17TRACK is that of the state, not of a later note', () => {
  const note = { stage: null, time_iso: '2026-11-20T09:00:00Z', description: 'A note' }
  const event = { stage: 'OutForDelivery', time_iso: TIME, description: 'On its way' }
  const parse = carrierOf('17track').parse({
    event: 'TRACKING_UPDATED',
    data: {
      number: 'X1',
      track_info: {
        latest_status: { status: 'OutForDelivery' },
        latest_event: note,
        tracking: { providers: [{ provider: { name: 'GLS' }, events: [note, event] }] },
      },
    },
  })
  expect(parse).toMatchObject({ readings: [{ occurredAt: TIME, carrier: 'gls' }] })
})

test('a time of UPS that its two clocks disagree on is none', () => {
  const body = {
    trackingNumber: 'X1',
    activityStatus: { type: 'I', code: 'OT' },
    localActivityDate: '20261118',
    localActivityTime: '080614',
    gmtOffset: '-08.00',
  }
  const timeWith = (gmtActivityTime: string): string | null => {
    const parse = carrierOf('ups').parse({ ...body, gmtActivityDate: '20261118', gmtActivityTime })
    return parse.understood ? (parse.readings[0]?.occurredAt ?? null) : null
  }
  expect(timeWith('160614')).toBe('2026-11-18T08:06:14-08:00')
  expect(timeWith('')).toBe('2026-11-18T08:06:14-08:00')
  expect(timeWith('150614')).toBeNull()
})
