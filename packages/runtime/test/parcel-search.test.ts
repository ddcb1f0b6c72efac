// Finding parcels: any part of number, carrier or title, newest first, and pages that skip and double nothing; a few in each
// step, and as if all had been looked at in one.
import * as fc from 'fast-check'
import { type Parcel, actorId, newParcel, parcelId, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { LOOKED_AT_ONCE, type ParcelSearch, byPlace, lookForParcels } from '../src/parcel-search.ts'
import { STEPS_KEPT } from '../src/parcel-steps.ts'
import { foundBy } from './found-by.ts'
import { NUMBER, SimulatedHome } from './simulated-home.ts'

function parcel(id: string, seen: number, more: Partial<Parcel> = {}): Parcel {
  const received = wallTime(seen)
  const said = { source: 'hand', grade: 'none', carrier: null, status: null, occurredAt: null } as const
  const empty = { ...said, received, window: null, elsewhere: null, claim: 'none' } as const
  const { number = `1Z${id}`, ...rest } = more
  return { ...newParcel(parcelId(id), number, empty), ...rest }
}

const found = (parcels: readonly Parcel[], text: string): string[] =>
  foundBy(lookForParcels(parcels.toSorted(byPlace), { text, before: null, limit: 10 })).map(({ id }) => id)

describe('a search', () => {
  const parcels = [
    parcel('p_1', 1, { number: 'JD014600003SE', carrier: 'DHL Express' }),
    parcel('p_2', 2, { number: '1Z4R8V670310455204', title: 'Bücher für Öse' }),
    parcel('p_3', 3, { number: '420000000000', title: 'a <b>bold</b> title' }),
  ]
  test.each([
    ['whole or in part, with gaps and dashes', '1Z 4R8V-67', ['p_2']],
    ['in the middle of a number', '4600', ['p_1']],
    ['whatever the case', 'jd0146', ['p_1']],
    ['by carrier', 'dhl ex', ['p_1']],
    ['by title', 'BÜCHER', ['p_2']],
    ['by what is in many, newest first', '000', ['p_3', 'p_1']],
    ['as text, be it markup', '<b>', ['p_3']],
    ['and nothing by signs alone', '---', []],
  ])('finds %s', (_how, text, ids) => {
    expect(found(parcels, text)).toEqual(ids)
  })
})

test('pages of any size, one after the other, are the whole list in order, also of one moment', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      (moments, limit) => {
        const sorted = moments.map((seen, place) => parcel(`p_${place}`, seen)).toSorted(byPlace)
        const pages: Parcel[] = []
        for (;;) {
          const look = lookForParcels(sorted, { text: null, before: pages.at(-1) ?? null, limit })
          const page = foundBy(look)
          pages.push(...page)
          if (page.length < limit) break
        }
        expect(pages).toEqual(sorted)
      },
    ),
  )
})

const words = ['ups', 'gls', 'transit', 'at the door', 'returned', 'ups returned'] as const
const word = fc.constantFrom(...words)

describe('a search by steps', () => {
  const told = fc.record({ carrier: word, state: word, outcome: word, seen: fc.nat(3), isRead: fc.boolean() })

  test('finds what is found by looking at all, and asks nobody what became of one that it can tell without', () => {
    fc.assert(
      fc.property(
        fc.array(told, { maxLength: 12 }),
        word,
        fc.integer({ min: 1, max: 5 }),
        (all, text, limit) => {
          const parcels = all.map(({ carrier, seen }, at) => parcel(`p_${at}`, seen + 1, { carrier }))
          const of = ({ id }: Pick<Parcel, 'id'>) => all[Number(id.slice(2))]
          const search: ParcelSearch = {
            text,
            before: null,
            limit,
            reads: (each) => of(each)?.isRead ?? false,
            toldOf: (each) => [of(each)?.state ?? ''],
            outcomeOf: (each, missing) => {
              expect(missing.length).toBeGreaterThan(0)
              expect(of(each)?.isRead).toBe(true)
              return of(each)?.outcome ?? ''
            },
          }
          const plain = parcels.toSorted(byPlace).filter((each) => {
            const has = of(each)
            const whole = `${each.number.toLowerCase()}\n${has?.carrier}\n${has?.state}\n${has?.outcome}`
            return has?.isRead === true && text.split(' ').every((part) => whole.includes(part))
          })
          const sorted = parcels.toSorted(byPlace)
          expect(foundBy(lookForParcels(sorted, search))).toEqual(plain.slice(0, limit))
        },
      ),
    )
  })

  test('looks at no more in a step than its bound, and in as few steps as that allows', () => {
    const sorted = Array.from({ length: 10 * LOOKED_AT_ONCE }, (_, at) =>
      parcel(`p_${at}`, at + 1),
    ).toReversed()
    let looked = 0
    const toldOf = (): readonly string[] => {
      looked += 1
      return []
    }
    const look = lookForParcels(sorted, { text: 'quinces', before: null, limit: 10, toldOf })
    const each: number[] = []
    for (let isDone = false; !isDone; looked = 0) {
      isDone = look.next().done === true
      each.push(looked)
    }
    expect(each).toEqual(Array.from({ length: 10 }, () => LOOKED_AT_ONCE))
  })

  test('has each once, as it was, though others change, come and are merged between two steps', async () => {
    await using home = await SimulatedHome.open()
    const { deliveries } = home.runtime
    const numbers = Array.from(
      { length: LOOKED_AT_ONCE + 20 },
      (_, at) => `JD${String(at).padStart(10, '0')}`,
    )
    for (const number of numbers) await home.claim(number)
    const before = deliveries.parcels.map(({ id }) => id)
    const look = deliveries.search({ text: 'JD00', before: null, limit: 1_000 })
    expect(look.next().done).toBe(false)
    const [first, second] = before
    if (first === undefined || second === undefined) throw new Error('no parcels')
    await deliveries.acts.merge(first, second, actorId('u_1'))
    await home.claim('JD9900000000')
    for (const number of numbers.slice(2, 30)) await home.claim(number)
    const each = foundBy(look).map(({ id }) => id)
    expect(each.toSorted()).toEqual(before.toSorted())
  })
})

test('what was said of a parcel is kept with it, in order, bounded, and over a restart', async () => {
  await using home = await SimulatedHome.open()
  await home.claim()
  await home.report('in-transit')
  await home.report('out-for-delivery')
  const [first] = home.runtime.deliveries.parcels
  if (!first) throw new Error('no parcel')
  const said = (): unknown[] =>
    home.runtime.deliveries.stepsOf(first.id).map(({ status, claim }) => [status, claim])
  const all = [
    [null, 'household'],
    ['in-transit', 'none'],
    ['out-for-delivery', 'none'],
  ]
  expect(said()).toEqual(all)
  home.crash()
  await home.begin(home.journal.reopen())
  expect(said()).toEqual(all)
  for (let count = 0; count < STEPS_KEPT; count++) await home.claim(NUMBER)
  expect(said()).toEqual(Array.from({ length: STEPS_KEPT }, () => [null, 'household']))
})
