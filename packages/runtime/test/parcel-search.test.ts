// Finding parcels: any part of number, carrier or title, newest first, and pages that skip and double nothing.
import * as fc from 'fast-check'
import { type Parcel, newParcel, parcelId, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { byPlace, searchParcels } from '../src/parcel-search.ts'
import { STEPS_KEPT } from '../src/parcel-steps.ts'
import { NUMBER, SimulatedHome } from './simulated-home.ts'

function parcel(id: string, seen: number, more: Partial<Parcel> = {}): Parcel {
  const received = wallTime(seen)
  const said = { source: 'hand', grade: 'none', carrier: null, status: null, occurredAt: null } as const
  const empty = { ...said, received, window: null, elsewhere: null, claim: 'none' } as const
  const { number = `1Z${id}`, ...rest } = more
  return { ...newParcel(parcelId(id), number, empty), ...rest }
}

const found = (parcels: readonly Parcel[], text: string): string[] =>
  searchParcels(parcels.toSorted(byPlace), { text, before: null, limit: 10 }).map(({ id }) => id)

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
          const page = searchParcels(sorted, { text: null, before: pages.at(-1) ?? null, limit })
          pages.push(...page)
          if (page.length < limit) break
        }
        expect(pages).toEqual(sorted)
      },
    ),
  )
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
