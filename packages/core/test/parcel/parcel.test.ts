// Parcels as their reports tell them: order of events, terminal states, claims, labels, recycled numbers.
import { describe, expect, test } from 'vitest'
import {
  type Observation,
  type ParcelStatus,
  foldObservation,
  isRecycled,
  isSameParcel,
  labelFits,
  newParcel,
  parcelId,
  wallTime,
} from '@portico/core'

const T0 = 1_790_000_000_000
const HOUR = 3_600_000

function said(status: ParcelStatus | null, hour: number, more: Partial<Observation> = {}): Observation {
  return {
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    status,
    occurredAt: wallTime(T0 + hour * HOUR),
    received: wallTime(T0 + hour * HOUR),
    window: null,
    elsewhere: null,
    claim: 'none',
    ...more,
  }
}
const parcel = (...observations: Observation[]): ReturnType<typeof newParcel> => {
  const [first, ...rest] = observations
  if (!first) throw new Error('no observation')
  return rest.reduce(foldObservation, newParcel(parcelId('p_1'), '1z 4r8v-67', first))
}

describe('state', () => {
  test('moves by the time of the event, not of its arrival', () => {
    const late = said('in-transit', 1, { received: wallTime(T0 + 9 * HOUR) })
    expect(parcel(said('out-for-delivery', 5), late).status).toBe('out-for-delivery')
  })
  test.each(['delivered', 'delivered-elsewhere', 'returned', 'cancelled'] as const)(
    '%s is not reopened by an older or newer passing state',
    (status) => {
      expect(parcel(said(status, 5), said('out-for-delivery', 4)).status).toBe(status)
      expect(parcel(said(status, 5), said('out-for-delivery', 6)).status).toBe(status)
    },
  )
  test('a terminal state may be corrected by a later terminal one', () => {
    expect(parcel(said('delivered', 5), said('returned', 6)).status).toBe('returned')
  })
  test('a word nobody knows keeps the state', () => {
    expect(parcel(said('in-transit', 1), said(null, 2))).toMatchObject({
      status: 'in-transit',
      lastSeen: T0 + 2 * HOUR,
    })
  })
})

test('a claim is the act of the household and no report takes it away', () => {
  const claimed = said(null, 0, { claim: 'household', source: 'hand', carrier: null })
  expect(parcel(claimed, said('out-for-delivery', 1))).toMatchObject({ claim: 'household', carrier: 'ups' })
  expect(parcel(said('out-for-delivery', 1)).claim).toBe('none')
})

describe('the label', () => {
  const number = '1Z4R8V670310455204'
  test.each([
    ['the whole number', '1Z4R8V670310455204', true],
    ['with blanks and small letters', '1z 4r8v 67 0310 4552 04', true],
    ['its last eight', '10455204', true],
    ['its last seven', '0455204', false],
    ['its last four', '5204', false],
    ['eight from its middle', '67031045', false],
    ['nothing', '', false],
    ['more than the whole', '91Z4R8V670310455204', false],
  ])('%s', (_what, label, fits) => {
    expect(labelFits(label, number)).toBe(fits)
  })
  test('a short number is named only whole', () => {
    expect(labelFits('12345', '12345')).toBe(true)
    expect(labelFits('2345', '12345')).toBe(false)
  })
})

test('a number is one parcel for one carrier, and a new one long after its end', () => {
  const done = parcel(said('delivered', 1))
  expect(isSameParcel(done, '1Z4R8V67', 'ups')).toBe(true)
  expect(isSameParcel(done, '1Z4R8V67', null)).toBe(true)
  expect(isSameParcel(done, '1Z4R8V67', 'dhl')).toBe(false)
  const days = (n: number): ReturnType<typeof wallTime> => wallTime(T0 + HOUR + n * 24 * HOUR)
  expect(isRecycled(done, days(60))).toBe(false)
  expect(isRecycled(done, days(60.1))).toBe(true)
})
