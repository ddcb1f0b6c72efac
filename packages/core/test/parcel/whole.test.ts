// Parcels that the household says are one, and one that it says is two: the more careful part counts, and what was said
// of each can be told apart again.
import {
  type Observation,
  type Parcel,
  actorId,
  armingOf,
  foldObservation,
  headOf,
  isSplit,
  mayRead,
  newParcel,
  parcelId,
  rejoinParcel,
  splitParcel,
  wallTime,
  wholeParcel,
  withTold,
} from '@portico/core'
import { describe, expect, test } from 'vitest'

const T0 = wallTime(1_790_000_000_000)

const said = (more: Partial<Observation> = {}): Observation => ({
  source: 'easypost',
  grade: 'signed',
  carrier: 'ups',
  status: 'in-transit',
  occurredAt: T0,
  received: T0,
  window: null,
  elsewhere: null,
  claim: 'none',
  ...more,
})
const byHand = said({ source: 'hand', grade: 'none', carrier: null, status: null, claim: 'household' })
const parcel = (id: string, ...all: Observation[]): Parcel => {
  const [first = said(), ...rest] = all
  return rest.reduce(foldObservation, newParcel(parcelId(id), `1Z${id}`, first))
}
const ann = actorId('u_ann')

describe('a whole', () => {
  test.each([
    ['both are claimed', [byHand], [byHand], 'household'],
    ['only the first is', [byHand], [said()], 'none'],
    ['only the second is', [said()], [byHand], 'none'],
  ] as const)('is claimed when %s: %#', (_what, first, second, claim) => {
    expect(wholeParcel(parcel('p_1', ...first), [parcel('p_2', ...second)]).claim).toBe(claim)
  })
  test('has all numbers, and has come when one of its parts has', () => {
    const whole = wholeParcel(parcel('p_1'), [parcel('p_2', said({ source: 'ups', status: 'delivered' }))])
    expect(whole).toMatchObject({ numbers: ['1ZP1', '1ZP2'], parts: ['p_1', 'p_2'], status: 'delivered' })
  })
  test('is a secret when one of its parts is, for the same person', () => {
    const gift = withTold(parcel('p_2'), { confidential: true, person: ann, title: 'A ring' })
    const whole = wholeParcel(withTold(parcel('p_1'), { person: actorId('u_bob') }), [gift])
    expect(whole).toMatchObject({ confidential: true, person: 'u_ann' })
    expect([mayRead(whole, 'u_ann'), mayRead(whole, 'u_bob'), mayRead(whole, null)]).toEqual([
      true,
      false,
      false,
    ])
  })
  test('is worth what its dearest part is, perishes with one, and leaves the house with one', () => {
    const value = (minor: number) => ({ minor, currency: 'EUR' })
    const dear = withTold(parcel('p_2'), { value: value(90_000), perishable: true, direction: 'return' })
    const whole = wholeParcel(withTold(parcel('p_1'), { value: value(500) }), [dear])
    expect(whole).toMatchObject({ value: { minor: 90_000 }, perishable: true, direction: 'return' })
  })
  test('is found from every part of it, and a circle ends', () => {
    const parts = new Map([
      ['p_2', { id: parcelId('p_2'), mergedInto: parcelId('p_1') }],
      ['p_1', { id: parcelId('p_1'), mergedInto: null }],
      ['p_3', { id: parcelId('p_3'), mergedInto: parcelId('p_4') }],
      ['p_4', { id: parcelId('p_4'), mergedInto: parcelId('p_3') }],
    ])
    const get = (id: string) => parts.get(id) ?? null
    expect(headOf(parcelId('p_2'), get)).toBe('p_1')
    expect(['p_3', 'p_4']).toContain(headOf(parcelId('p_3'), get))
  })
})

describe('a split', () => {
  const both = parcel('p_1', byHand, said({ status: 'out-for-delivery', orders: ['7'] }))
  const { kept, taken } = splitParcel(both, ['easypost'], parcelId('p_2'))

  test('gives the sources to two parcels, and the claim to the one of which the household spoke', () => {
    expect(kept).toMatchObject({ id: 'p_1', claim: 'household', status: null, carrier: null })
    expect(taken).toMatchObject({ id: 'p_2', claim: 'none', status: 'out-for-delivery', orders: ['7'] })
  })
  test('can take the claim away with the household’s word', () => {
    const other = splitParcel(both, ['hand'], parcelId('p_2'))
    expect([other.kept.claim, other.taken.claim]).toEqual(['none', 'household'])
  })
  test('names some sources and not all', () => {
    expect([['easypost'], [], ['easypost', 'hand'], ['nobody']].map((each) => isSplit(both, each))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
  test('is undone as it was, unless two carriers have spoken since', () => {
    expect(rejoinParcel({ kept, taken }, 'household')).toEqual(both)
    const dpd = foldObservation(kept, said({ source: 'track17', carrier: 'dpd' }))
    expect(rejoinParcel({ kept: dpd, taken }, 'household')).toBeNull()
  })
  test('keeps a secret in both halves', () => {
    const secret = withTold(both, { confidential: true, person: ann })
    const halves = splitParcel(secret, ['easypost'], parcelId('p_2'))
    expect([mayRead(halves.kept, null), mayRead(halves.taken, null)]).toEqual([false, false])
  })
})

describe('nobody is let in', () => {
  const observation = said({ status: 'out-for-delivery' })
  const arms = (it: Parcel) => armingOf({ parcel: it, observation, evening: wallTime(T0 + 3_600_000) })

  test('with what leaves the house', () => {
    expect(arms(withTold(parcel('p_1', observation), { direction: 'return' }))).toEqual({
      arms: false,
      why: 'return',
    })
    expect(arms(parcel('p_1', { ...observation, direction: 'return' }))).toMatchObject({ arms: false })
  })
  test('with what is none of ours, until it is claimed', () => {
    const disowned = { ...parcel('p_1', observation), disowned: T0 }
    expect(arms(disowned)).toEqual({ arms: false, why: 'not-mine' })
    expect(arms(foldObservation(disowned, byHand)).arms).toBe(true)
  })
})
