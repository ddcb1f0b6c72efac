// Which parcel a report is about: carriers with many names, two carriers with one number, numbers that are used again.
import {
  type Naming,
  type Observation,
  type Parcel,
  carrierFamily,
  foldObservation,
  isOneCarrier,
  newParcel,
  parcelId,
  wallTime,
  whichParcel,
} from '@portico/core'
import { carrierFamilies } from '../../src/parcel/carrier-families.data.ts'
import { describe, expect, test } from 'vitest'

const T0 = 1_790_000_000_000
const DAY = 86_400_000
const day = (days: number): ReturnType<typeof wallTime> => wallTime(T0 + days * DAY)

const NUMBER = '00340434161094042557'

function said(more: Partial<Observation> = {}): Observation {
  const base = { source: 'easypost', grade: 'signed', carrier: null, status: null, elsewhere: null } as const
  return { ...base, occurredAt: day(0), received: day(0), window: null, claim: 'none', ...more }
}
const parcel = (id: string, more: Partial<Observation> = {}, ...later: Partial<Observation>[]): Parcel =>
  later.reduce((so, next) => foldObservation(so, said(next)), newParcel(parcelId(id), NUMBER, said(more)))

const naming = (more: Partial<Naming> = {}): Naming => ({
  number: NUMBER,
  carrier: null,
  source: 'track17',
  occurredAt: day(1),
  received: day(1),
  ...more,
})
const found = (known: readonly Parcel[], more: Partial<Naming>): string | null =>
  whichParcel(known, naming(more)).parcel?.id ?? null

describe('the family of a carrier', () => {
  test.each([
    ['dhl', 'dhl-de'],
    ['DHLExpress', 'dhl'],
    ['Royal Mail', 'royal-mail'],
    ['fedex', 'FedEx SmartPost'],
    ['uber-direct', 'Uber'],
    ['some-new-carrier', 'Some new Carrier'],
  ])('%s and %s are one', (a, b) => {
    expect(carrierFamily(a)).toBe(carrierFamily(b))
    expect(isOneCarrier(a, b)).toBe(true)
  })
  test('others are two, and nobody fits everybody', () => {
    expect(isOneCarrier('dhl', 'dpd')).toBe(false)
    expect(isOneCarrier('hermes', 'hermes-de')).toBe(false)
    expect(isOneCarrier(null, 'dpd')).toBe(true)
    expect(isOneCarrier('---', 'dpd')).toBe(true)
  })
  test('no name stands in two families', () => {
    const names = Object.entries(carrierFamilies).flatMap(([family, more]) => [family, ...more])
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+$/)
  })
})

describe('a number', () => {
  test('of one carrier under two names is one parcel', () => {
    expect(found([parcel('p_1', { carrier: 'dhl' })], { carrier: 'dhl-de' })).toBe('p_1')
  })
  test('of two carriers is two, and both are told of each other', () => {
    const known = [parcel('p_1', { carrier: 'dhl' })]
    expect(whichParcel(known, naming({ carrier: 'dpd' }))).toMatchObject({
      parcel: null,
      conflicts: [{ id: 'p_1' }],
    })
  })
  test('that names no carrier belongs to whom the source spoke of before, and may be the other', () => {
    const known = [parcel('p_1', { carrier: 'dhl' }), parcel('p_2', { carrier: 'dpd', source: 'track17' })]
    expect(whichParcel(known, naming())).toMatchObject({ parcel: { id: 'p_2' }, rivals: [{ id: 'p_1' }] })
    expect(found(known, { carrier: 'dhl' })).toBe('p_1')
  })
  test('goes to the parcel of its carrier before one of nobody', () => {
    const known = [parcel('p_1', { carrier: 'dhl' }), parcel('p_2', { received: day(0.5) })]
    expect(found(known, { carrier: 'dhl' })).toBe('p_1')
    expect(found(known, { carrier: 'gls' })).toBe('p_2')
  })
})

describe('a number that is used again', () => {
  const old = parcel(
    'p_old',
    { carrier: 'dhl' },
    { status: 'delivered', occurredAt: day(2), received: day(2) },
  )
  const young = parcel('p_new', { carrier: 'dhl', received: day(100), occurredAt: day(100) })

  test.each([
    ['sixty days after its end is the same parcel', 62, 'p_old'],
    ['a moment more is another', 62.0001, null],
  ])('%s', (_what, now, id) => {
    expect(found([old], { carrier: 'dhl', received: day(now), occurredAt: day(now) })).toBe(id)
  })
  test('is told apart by when it happened: what is late by months falls on the old one', () => {
    const late = { carrier: 'dhl', received: day(101) }
    expect(found([old, young], { ...late, occurredAt: day(1.5) })).toBe('p_old')
    expect(found([old, young], { ...late, occurredAt: day(100.5) })).toBe('p_new')
    expect(found([old, young], { ...late, occurredAt: null })).toBe('p_new')
  })
})
