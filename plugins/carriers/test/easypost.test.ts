// EasyPost's hooks are accepted only with a right signature, and its words, places and times mean what they say. Method:
// tables for words and times, and properties over any JSON; golden files and vectors are those of all carriers.
import { type HookRequest, type ParcelStatus, parcelStatuses, wallTime } from '@portico/plugin-api'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { easypost } from '../src/easypost.ts'
import { fixture, vectors as allVectors } from './fixtures.ts'

const vectors = allVectors.filter(({ vendor }) => vendor === 'easypost')

const now = wallTime(Date.parse('2026-11-18T22:30:00Z'))
const secret = 'haustür-schlüssel'
const delivered = fixture('easypost.delivered.json')

/** A body under a signature that is right for another one. */
function foreignSigned(body: Uint8Array): HookRequest {
  const vector = vectors.find(({ name }) => name === 'valid')
  if (!vector) throw new Error('the vectors hold a valid one')
  return { headers: vector.headers, body }
}

function readingOf(body: unknown) {
  const parse = easypost.parse(body)
  if (!parse.understood) throw new Error(parse.why)
  const [reading, ...more] = parse.readings
  if (!reading || more.length > 0) throw new Error('one reading')
  return reading
}

const verify = (request: HookRequest, key: string) =>
  easypost.verify(request, { secret: key, now, memory: null })

interface Detail {
  readonly status?: string
  readonly status_detail?: string
  readonly message?: string
  readonly description?: string
  readonly datetime?: unknown
}

const event = (result: Readonly<Record<string, unknown>>, details: readonly Detail[] = []) => ({
  description: 'tracker.updated',
  id: 'evt_1',
  result: { tracking_code: '1Z4R8V670310455204', carrier: 'UPS', tracking_details: details, ...result },
})

test('each refusal has its reason', () => {
  const [valid] = vectors
  const right = valid?.headers['x-hmac-signature'] ?? ''
  const body = Buffer.from(valid?.body ?? '')
  const verdictOf = (headers: HookRequest['headers'], key = secret) => verify({ headers, body }, key)
  expect(verdictOf({ 'x-hmac-signature': right })).toEqual({ accepted: true })
  expect(verdictOf({ 'x-hmac-signature': [right] })).toEqual({ accepted: true })
  expect(verdictOf({ 'x-hmac-signature': right }, '')).toEqual({ accepted: false, why: 'no-secret' })
  expect(verdictOf({ 'x-hmac-signature': right }, ' \n')).toEqual({ accepted: false, why: 'no-secret' })
  expect(verdictOf({})).toEqual({ accepted: false, why: 'header-missing' })
  expect(verdictOf({ 'x-hmac-signature': '' })).toEqual({ accepted: false, why: 'header-missing' })
  expect(verdictOf({ 'x-hmac-signature': [right, right] })).toEqual({ accepted: false, why: 'header-twice' })
  for (const wrong of [
    right.slice(0, -1),
    `${right}0`,
    right.slice(16),
    right.toUpperCase(),
    `${right},${right}`,
  ])
    expect(verdictOf({ 'x-hmac-signature': wrong })).toEqual({ accepted: false, why: 'mismatch' })
})

test('the newer signature of the vendor does not suffice alone', () => {
  const right = vectors[0]?.headers['x-hmac-signature'] ?? ''
  const headers = {
    'x-hmac-signature-v2': right,
    'x-timestamp': '2026-11-18T22:30:00Z',
    'x-path': '/hooks/easypost',
  }
  const verdict = verify({ headers, body: Buffer.from(vectors[0]?.body ?? '') }, secret)
  expect(verdict).toEqual({ accepted: false, why: 'header-missing' })
})

test('whatever header and body come, a signature that does not fit is a mismatch', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), (value, body) => {
      const verdict = verify({ headers: { 'x-hmac-signature': `hmac-sha256-hex=${value}` }, body }, secret)
      expect(verdict).toEqual({ accepted: false, why: 'mismatch' })
    }),
  )
  expect(verify(foreignSigned(delivered), secret)).toEqual({ accepted: false, why: 'mismatch' })
})

test('a sample of every status is accepted and read back; printed again it is refused', () => {
  const statuses = parcelStatuses.filter((status) => status !== 'arriving')
  const times = fc.date({ min: new Date('2001-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(
      fc.constantFrom(...statuses),
      times,
      fc.uuid(),
      fc.stringMatching(/^[^\\s]{1,8}$/u),
      (status, date, id, word) => {
        const at = wallTime(Math.floor(date.getTime() / 1000) * 1000)
        const own = `${secret}${word}`
        const asked = { trackingNumber: '1Z4R8V670310455204', status, occurredAt: at, eventId: id }
        const { headers, body } = easypost.sample(asked, own)
        expect(verify({ headers, body: Buffer.from(body) }, own)).toEqual({ accepted: true })
        const reading = readingOf(JSON.parse(body))
        expect(reading).toMatchObject({
          status,
          carrier: 'ups',
          trackingNumbers: [asked.trackingNumber],
          eventId: id,
        })
        expect(Date.parse(reading.occurredAt ?? '')).toBe(at)
        const again = Buffer.from(JSON.stringify(JSON.parse(body), null, 1))
        expect(verify({ headers, body: again }, own)).toEqual({
          accepted: false,
          why: 'mismatch',
        })
      },
    ),
  )
})

test('no sample is made of a status that EasyPost has no word for', () => {
  const asked = {
    trackingNumber: '1Z4R8V670310455204',
    status: 'arriving',
    occurredAt: now,
    eventId: 'e',
  } as const
  expect(() => easypost.sample(asked, secret)).toThrow(
    expect.objectContaining({ code: 'HUB_CARRIER_SAMPLE' }),
  )
})

const table: readonly (readonly [string, ParcelStatus | null])[] = [
  ['unknown', null],
  ['pre_transit', 'announced'],
  ['in_transit', 'in-transit'],
  ['out_for_delivery', 'out-for-delivery'],
  ['delivered', 'delivered'],
  ['available_for_pickup', 'delivered-elsewhere'],
  ['return_to_sender', 'returned'],
  ['failure', 'exception'],
  ['cancelled', 'cancelled'],
  ['error', 'exception'],
  ['out_for_delivery_soon', null],
  ['OUT_FOR_DELIVERY', null],
  ['toString', null],
  ['__proto__', null],
  ['', null],
]

test.each(table)('the status %j means %j', (status, meaning) => {
  const reading = readingOf(event({ status }))
  expect(reading.status).toBe(meaning)
  expect(reading.occurredAt).toBeNull()
})

test('a parcel on its way back never looks like one that comes', () => {
  for (const [status, meaning] of table)
    expect(readingOf(event({ status, is_return: true })).status).toBe(meaning === null ? null : 'returned')
})

test('a first scan is accepted, a later one in transit', () => {
  expect(
    readingOf(event({ status: 'in_transit', status_detail: 'received_at_origin_facility' })).status,
  ).toBe('accepted')
  expect(readingOf(event({ status: 'in_transit', status_detail: 'departed_facility' })).status).toBe(
    'in-transit',
  )
})

test.each([
  ['Package was left with a neighbor: 422 Alder Court', 'neighbour'],
  ['Zugestellt an Nachbarn', 'neighbour'],
  ['Remis chez un voisin', 'neighbour'],
  ['Delivered, Parcel Locker', 'locker'],
  ['In die Packstation eingelegt', 'locker'],
  ['Delivered, Individual Picked Up at Post Office', 'pickup-point'],
  ['Delivered to UPS Access Point', 'pickup-point'],
  ['Abholbereit in der Filiale', 'pickup-point'],
  ['Delivered to agent for final delivery', 'other'],
  ['Delivered, Front Desk/Reception/Mail Room', 'other'],
  ['Delivered, PO Box', 'other'],
])('a delivery with the words %j went elsewhere: %s', (words, elsewhere) => {
  for (const detail of [{ message: words }, { message: 'DELIVERED', description: words }]) {
    const told = [{ status: 'delivered', datetime: '2026-11-18T21:40:09Z', ...detail }]
    expect(readingOf(event({ status: 'delivered' }, told))).toMatchObject({
      status: 'delivered-elsewhere',
      elsewhere,
    })
  }
})

test.each([
  'Delivered, Front Door/Porch',
  'Delivered, In/At Mailbox',
  'Left with individual',
  'Delivered in your neighborhood today',
  'Delivered by our delivery agent',
])('a delivery with the words %j came to the door', (message) => {
  const reading = readingOf(event({ status: 'delivered' }, [{ status: 'delivered', message }]))
  expect(reading).toMatchObject({ status: 'delivered' })
  expect(reading).not.toHaveProperty('elsewhere')
})

test('a code of the vendor tells the place as words do', () => {
  const atPoint = { status: 'delivered', status_detail: 'arrived_at_pickup_location' }
  expect(readingOf(event(atPoint))).toMatchObject({
    status: 'delivered-elsewhere',
    elsewhere: 'pickup-point',
  })
  const waiting = { status: 'available_for_pickup' }
  expect(readingOf(event(waiting)).elsewhere).toBe('pickup-point')
  const locker = [{ status: 'available_for_pickup', message: 'Waiting in the parcel locker' }]
  expect(readingOf(event(waiting, locker)).elsewhere).toBe('locker')
})

test('the words of the newest detail count, not those of an earlier one', () => {
  const details = [
    { status: 'delivered', message: 'Left with a neighbour', datetime: '2026-11-18T10:00:00Z' },
    { status: 'delivered', message: 'Delivered, Front Door', datetime: '2026-11-18T11:00:00Z' },
  ]
  expect(readingOf(event({ status: 'delivered' }, details)).status).toBe('delivered')
  expect(readingOf(event({ status: 'delivered' }, details.toReversed())).status).toBe('delivered')
})

test.each([
  ['Nobody was home', 'attempted'],
  ['The customer was not available', 'attempted'],
  ['Delivery attempted, notice left', 'attempted'],
  ['Empfänger nicht angetroffen', 'attempted'],
  ['The package was damaged', 'exception'],
  ['Tracking information not available', 'exception'],
])('a failure with the words %j is %s', (message, status) => {
  expect(readingOf(event({ status: 'failure' }, [{ status: 'failure', message }])).status).toBe(status)
})

test('the time is that of the newest detail that carries the status, however the details stand', () => {
  const out = 'out_for_delivery'
  const details = [
    { status: out, datetime: '2026-11-18T16:03:22Z' },
    { status: out, datetime: '2026-11-18T08:30:00-08:00' },
    { status: out, datetime: 'tomorrow' },
    { status: out, datetime: 1_790_000_000 },
    { status: 'in_transit', datetime: '2026-11-19T00:00:00Z' },
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(details, { minLength: details.length }), (shuffled) => {
      expect(readingOf(event({ status: out }, shuffled)).occurredAt).toBe('2026-11-18T08:30:00-08:00')
    }),
  )
  const noZone = [{ status: out, datetime: '2026-11-18T16:03:22' }]
  expect(readingOf(event({ status: out }, noZone)).occurredAt).toBe('2026-11-18T16:03:22')
  expect(readingOf(event({ status: out }, details.slice(2))).occurredAt).toBeNull()
  const never = [{ status: out, datetime: '2026-13-45T99:00:00Z' }]
  expect(readingOf(event({ status: out }, never)).occurredAt).toBeNull()
})

test('an estimate, midnight or a true moment, is no window', () => {
  for (const moment of ['2026-11-18T00:00:00Z', '2026-11-18T13:30:00Z']) {
    const detail = { est_delivery_date_local: '2026-11-18', est_delivery_time_local: '13:30:00' }
    const reading = readingOf(
      event({ status: 'in_transit', est_delivery_date: moment, carrier_detail: detail }),
    )
    expect(reading).not.toHaveProperty('window')
  }
})

test('what is not about a tracked parcel is not understood', () => {
  for (const body of [
    null,
    [],
    'x',
    1,
    {},
    { ...event({}), description: 'batch.updated' },
    { description: 'tracker.updated' },
  ])
    expect(easypost.parse(body).understood).toBe(false)
  for (const tracking_code of [null, '', '  ', 7, ['1Z'], 'x'.repeat(201)])
    expect(easypost.parse(event({ tracking_code })).understood).toBe(false)
})

test('texts come out without what the journal could not keep', () => {
  const reading = readingOf(event({ status: 'delivered', signed_by: ' A\ud800B ', carrier: '\ud800' }))
  expect(reading.signedBy).toBe('A\ufffdB')
  expect(reading.carrier).toBe('unknown')
  expect(readingOf({ ...event({}), id: 7 }).eventId).toBeNull()
})

test('whatever JSON it is given, parsing answers, with a status of the vocabulary or none', () => {
  const soup = fc.letrec<Record<'any', unknown>>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue(),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          'description',
          'id',
          'result',
          'status',
          'tracking_code',
          'tracking_details',
          'datetime',
          'message',
          'carrier',
          'signed_by',
          'is_return',
          '__proto__',
        ),
        fc.oneof(
          tie('any'),
          fc.constantFrom('tracker.updated', 'delivered', 'failure', '2026-11-18T16:03:22Z', 'X1', true),
        ),
      ),
    ),
  })).any
  const known: ReadonlySet<string | null> = new Set([...parcelStatuses, null])
  fc.assert(
    fc.property(
      fc.oneof(
        soup,
        soup.map((result) => ({ description: 'tracker.updated', id: 'e', result })),
      ),
      (body) => {
        const parse = easypost.parse(JSON.parse(JSON.stringify(body) ?? 'null'))
        if (!parse.understood) return
        expect(known.has(parse.readings[0]?.status ?? null)).toBe(true)
        expect(parse.readings[0]?.trackingNumbers.length).toBe(1)
      },
    ),
    { numRuns: 1_000 },
  )
})
