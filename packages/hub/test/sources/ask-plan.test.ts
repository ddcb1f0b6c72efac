// Which parcel is asked about next: a table of homes, without a clock.
import { type ParcelId, parcelId, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { type ParcelFacts, type ParcelTurn, type PlanFacts, nextAct } from '../../src/sources/ask-plan.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 23, 10)

const parcel = (name: string, more: Partial<ParcelFacts> = {}): ParcelFacts => ({
  id: parcelId(`p_${name}`),
  number: name,
  carrier: null,
  claim: 'household',
  status: 'in-transit',
  window: null,
  firstSeen: wallTime(NOW - DAY),
  lastSeen: wallTime(NOW - HOUR),
  doneAt: null,
  ...more,
})
const window = (from: number, to: number): ParcelFacts['window'] => ({
  from: wallTime(NOW + from),
  to: wallTime(NOW + to),
})
const asked = (age: number, more: Partial<ParcelTurn> = {}): ParcelTurn => ({
  following: 'yes',
  ref: 'r',
  number: 'n',
  carrier: null,
  asked: NOW - age,
  said: 'x',
  ...more,
})

function plan(
  parcels: readonly ParcelFacts[],
  turns: Readonly<Record<string, ParcelTurn>>,
  more: Partial<PlanFacts> = {},
) {
  const act = nextAct({
    parcels,
    // cast: its own form
    turns: new Map(Object.entries(turns).map(([name, turn]) => [`p_${name}` as ParcelId, turn])),
    spent: { day: '2026-11-23', asks: 0, follows: 0 },
    budget: { asksPerDay: 100, followsPerDay: 2, isAsked: true },
    now: NOW,
    ...more,
  })
  if (act === null) return null
  const name = act.type === 'leave' ? act.parcel : act.parcel.id
  return [act.type, name.slice(2), (act.at - NOW) / MINUTE]
}

describe('the next question', () => {
  test.each<[string, readonly ParcelFacts[], Readonly<Record<string, ParcelTurn>>, unknown]>([
    ['of none there is none', [], {}, null],
    ['a new parcel is registered at once', [parcel('a')], {}, ['follow', 'a', 0]],
    ['a parcel of nobody is told to nobody', [parcel('a', { claim: 'none' })], {}, null],
    ['one that has come neither', [parcel('a', { doneAt: wallTime(NOW) })], {}, null],
    [
      'one that is silent for a month neither',
      [parcel('a', { firstSeen: wallTime(NOW - 31 * DAY), lastSeen: wallTime(NOW - 31 * DAY) })],
      {},
      null,
    ],
    ['under way: every two hours', [parcel('a')], { a: asked(HOUR) }, ['ask', 'a', 60]],
    ['announced: every six', [parcel('a', { status: 'announced' })], { a: asked(HOUR) }, ['ask', 'a', 300]],
    [
      'nothing told yet: after half an hour',
      [parcel('a')],
      { a: asked(0, { said: null }) },
      ['ask', 'a', 30],
    ],
    [
      'out for delivery: every five minutes',
      [parcel('a', { status: 'out-for-delivery' })],
      { a: asked(0) },
      ['ask', 'a', 5],
    ],
    [
      'a window today: every five minutes',
      [parcel('a', { window: window(3 * HOUR, 5 * HOUR) })],
      { a: asked(0) },
      ['ask', 'a', 5],
    ],
    [
      'a window tomorrow: as one under way',
      [parcel('a', { window: window(20 * HOUR, 22 * HOUR) })],
      { a: asked(0) },
      ['ask', 'a', 120],
    ],
    [
      'of those that are due the soonest window',
      [
        parcel('a'),
        parcel('b', { window: window(3 * HOUR, 5 * HOUR) }),
        parcel('c', { window: window(HOUR, 2 * HOUR) }),
      ],
      { a: asked(DAY), b: asked(DAY), c: asked(DAY) },
      ['ask', 'c', -1435],
    ],
    ['what has come is left', [parcel('a', { doneAt: wallTime(NOW) })], { a: asked(0) }, ['leave', 'a', 0]],
    [
      'what was refused is tried again after a day',
      [parcel('a')],
      { a: asked(HOUR, { following: 'refused' }) },
      ['follow', 'a', 23 * 60],
    ],
    ['asked in a future that never was: from now on', [parcel('a')], { a: asked(-DAY) }, ['ask', 'a', 120]],
  ])('%s', (_, parcels, turns, wanted) => {
    expect(plan(parcels, turns)).toEqual(wanted)
  })

  test('what remains of the budget is for what is near, and the rest waits for midnight UTC', () => {
    const spent = { day: '2026-11-23', asks: 75, follows: 0 }
    const near = parcel('b', { status: 'out-for-delivery' })
    const turns = { a: asked(DAY), b: asked(0) }
    expect(plan([parcel('a'), near], turns, { spent })).toEqual(['ask', 'b', 5])
    expect(plan([parcel('a')], { a: asked(DAY) }, { spent })).toEqual(['ask', 'a', 14 * 60])
    const all = { day: '2026-11-23', asks: 100, follows: 0 }
    expect(plan([near], { b: asked(DAY) }, { spent: all })).toEqual(['ask', 'b', 14 * 60])
    const yesterday = { day: '2026-11-22', asks: 100, follows: 2 }
    expect(plan([parcel('c')], {}, { spent: yesterday })).toEqual(['follow', 'c', 0])
  })

  test('registrations have a budget of their own', () => {
    const spent = { day: '2026-11-23', asks: 2, follows: 2 }
    expect(plan([parcel('a')], {}, { spent })).toEqual(['follow', 'a', 14 * 60])
  })

  test('who only pushes is registered with and never asked', () => {
    const budget = { asksPerDay: 100, followsPerDay: 2, isAsked: false }
    expect(plan([parcel('a')], { a: asked(DAY) }, { budget })).toBeNull()
    expect(plan([parcel('a')], {}, { budget })).toEqual(['follow', 'a', 0])
  })
})
