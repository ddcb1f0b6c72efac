// The state of a parcel out of what many sources say: the same whatever comes first, comes twice, or comes days late.
import * as fc from 'fast-check'
import {
  type Observation,
  type Parcel,
  foldObservation,
  newParcel,
  parcelId,
  parcelStatuses,
  sourceGrades,
  wallTime,
} from '@portico/core'
import { describe, expect, test } from 'vitest'

const T0 = 1_790_000_000_000
const HOUR = 3_600_000

const at = (hour: number): ReturnType<typeof wallTime> => wallTime(T0 + hour * HOUR)

const said = (more: Partial<Observation> = {}): Observation => ({
  source: 'easypost',
  grade: 'signed',
  carrier: 'ups',
  status: null,
  occurredAt: at(1),
  received: at(1),
  window: null,
  elsewhere: null,
  claim: 'none',
  ...more,
})

function fold(observations: readonly Observation[]): Parcel {
  const [first, ...rest] = observations
  if (!first) throw new Error('no observation')
  return rest.reduce(foldObservation, newParcel(parcelId('p_1'), '1Z4R8V67', first))
}

const anyObservation = fc
  .record({
    source: fc.constantFrom('easypost', 'ups', 'track17', 'mail', 'hand'),
    grade: fc.constantFrom(...sourceGrades),
    carrier: fc.constantFrom('ups', 'UPS', 'ups-ground', null),
    status: fc.constantFrom(...parcelStatuses, null),
    hour: fc.integer({ min: 0, max: 5 }),
    late: fc.integer({ min: 0, max: 120 }),
    window: fc.option(fc.integer({ min: 0, max: 5 })),
    elsewhere: fc.constantFrom('neighbour' as const, 'locker' as const, null),
    sender: fc.constantFrom('A shop', 'Another', null),
    orders: fc.subarray(['10-1', '10-2', '10-3']),
    perishable: fc.boolean(),
  })
  .map(({ hour, late, window, ...rest }): Observation => ({
    ...said(),
    ...rest,
    occurredAt: at(hour),
    received: at(hour + late),
    window: window === null ? null : { from: at(window), to: at(window + 2) },
  }))

const many = fc.array(anyObservation, { minLength: 1, maxLength: 12 })

describe('whatever is said', () => {
  test('the order of arrival changes nothing', () => {
    fc.assert(
      fc.property(
        many.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(all))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a word heard twice changes nothing', () => {
    fc.assert(
      fc.property(many, fc.nat(), (all, place) => {
        const again = all[place % all.length]
        expect(fold([...all, ...(again ? [again] : [])])).toEqual(fold(all))
      }),
      { numRuns: 300 },
    )
  })

  test('what has come or gone is not under way again', () => {
    fc.assert(
      fc.property(many, (all) => {
        const ends = ['delivered', 'delivered-elsewhere', 'returned', 'cancelled']
        const hasEnd = all.some(({ status }) => status !== null && ends.includes(status))
        const { status, doneAt } = fold(all)
        expect(status !== null && ends.includes(status)).toBe(hasEnd)
        expect(doneAt !== null).toBe(hasEnd)
      }),
    )
  })
})

describe('each field has its own best source', () => {
  const early = { from: at(9), to: at(12) }
  const late = { from: at(14), to: at(16) }

  test('a message without a status moves the window', () => {
    const parcel = fold([
      said({ status: 'in-transit', window: early }),
      said({ source: 'ups', grade: 'bearer', occurredAt: at(3), window: late }),
    ])
    expect(parcel).toMatchObject({ status: 'in-transit', window: late })
  })
  test('an older window that comes late does not', () => {
    expect(fold([said({ window: late, occurredAt: at(3) }), said({ window: early })]).window).toEqual(late)
  })
  test('nor one that nobody vouches for', () => {
    const vouched = said({ window: early })
    const hearsay = said({ source: 'token', grade: 'none', occurredAt: at(5), window: late })
    expect(fold([vouched, hearsay]).window).toEqual(early)
  })
  test('of one moment the better source says the state', () => {
    const weak = said({ source: 'token', grade: 'none', status: 'exception' })
    const good = said({ status: 'out-for-delivery' })
    for (const order of [
      [weak, good],
      [good, weak],
    ])
      expect(fold(order)).toMatchObject({ status: 'out-for-delivery', statusSource: 'easypost' })
  })
  test('a weaker source that says the same later takes nothing from what the better one vouched for', () => {
    const parcel = fold([
      said({ status: 'delivered', grade: 'signed-with-time' }),
      said({ source: 'mail', grade: 'none', status: 'delivered', occurredAt: at(4) }),
    ])
    expect(parcel).toMatchObject({ status: 'delivered', grade: 'signed-with-time', statusSource: 'mail' })
  })
  test('the carrier is the one of whoever vouches best, and keeps its name', () => {
    const names = [
      said({ source: 'mail', grade: 'none', carrier: 'dhl' }),
      said({ carrier: 'dhl-de', occurredAt: at(2) }),
      said({ source: 'track17', carrier: 'DHL Paket', occurredAt: at(3) }),
    ]
    expect(fold(names).carrier).toBe('dhl-de')
  })
  test('a clock a year ahead does not hold its word against what comes later', () => {
    const ahead = said({ status: 'exception', occurredAt: at(9000) })
    const later = said({ source: 'ups', status: 'out-for-delivery', occurredAt: at(5), received: at(5) })
    expect(fold([ahead, later]).status).toBe('out-for-delivery')
  })
  test('orders are all that any source names', () => {
    const parcel = fold([said({ orders: ['B', 'A'] }), said({ source: 'mail', orders: ['C', 'A'] })])
    expect(parcel.orders).toEqual(['A', 'B', 'C'])
  })
  test('more sources than are kept apart are one account together, and lose nothing', () => {
    const all = Array.from({ length: 40 }, (_, place) => said({ source: `s${place}`, orders: [`${place}`] }))
    const parcel = fold([...all, said({ source: 'last', status: 'cancelled' })])
    expect(parcel.accounts).toHaveLength(17)
    expect(parcel.status).toBe('cancelled')
  })
})
