// The ladder as a table: every refusal × every rung (threats T16), by what the home has and what is known.
import { describe, expect, test } from 'vitest'
import {
  type FallbackOffer,
  type FallbackRung,
  type LadderFacts,
  type RefusalCode,
  fallbackOffer,
  fallbackRungs,
  isSuspicious,
  refusalCodes,
} from '../src/index.ts'

const facts: LadderFacts = {
  order: fallbackRungs,
  box: 'gated',
  garage: 'gated',
  ceiling: 'auto',
  code: 'BATTERY_LOW',
  suspicious: false,
}
const offered = (more: Partial<LadderFacts>): FallbackOffer => fallbackOffer({ ...facts, ...more })
/** Whether this rung alone would be offered. */
const mayOffer = (rung: FallbackRung, more: Partial<LadderFacts>): boolean =>
  offered({ ...more, order: [rung] }).offered === rung

describe('T16: after a suspicious refusal there is no other way into the house', () => {
  const guarded = refusalCodes.filter(isSuspicious)
  test('which codes these are', () => {
    expect(guarded.toSorted()).toEqual([
      'ALARM_PATH_DOWN',
      'ALARM_STANDING',
      'ASK_LIMIT',
      'FRAMES_FEW',
      'FRAME_COVERED',
      'FRAME_DOUBTFUL',
      'FRAME_FROZEN',
      'FRAME_STALE',
      'LIVENESS_UNPROVED',
      'LOCK_UNREACHABLE',
      'PRESENCE_INVALID',
      'PRESENCE_OTHER_DOOR',
      'PRESENCE_STALE',
      'TAMPER',
      'THIRD_WITNESS_MISSING',
      'TOKEN_USED',
      'TOO_MANY_TRIES',
    ])
  })
  test.each(guarded)('%s: a box with a gate of its own, the bell, or the parcel is kept', (code) => {
    for (const rung of fallbackRungs)
      expect([rung, rung !== 'box' && mayOffer(rung, { code })]).toEqual([rung, false])
    expect(['box', 'bell', 'again']).toContain(offered({ code }).offered)
    for (const box of ['none', 'unfit'] as const)
      expect(['keep', 'bell', 'again']).toContain(offered({ code, box }).offered)
  })
  test.each(refusalCodes)('%s of an unlock that was committed and did not leave', (code) => {
    for (const rung of ['garage', 'porch', 'neighbour', 'redirect'] as const)
      expect(mayOffer(rung, { code, suspicious: true })).toBe(false)
  })
})

/** Every code × rung: `+` offered, `-` not; box, garage, porch, neighbour, redirect. */
const row = (code: RefusalCode): string =>
  fallbackRungs.map((rung) => (mayOffer(rung, { code }) ? '+' : '-')).join('')

test('the whole table, code × rung', () => {
  const table: Record<string, RefusalCode[]> = {}
  for (const code of refusalCodes) (table[row(code)] ??= []).push(code)
  // Only what is wrong with this very door leaves the way through the garage.
  expect(table['+++++']?.toSorted()).toEqual([
    'BATTERY_LOW',
    'DEADMAN_UNARMED',
    'LOCK_FAULT',
    'LOCK_REFUSED',
    'LOCK_UNFIT',
    'START_UNPROVED',
    'TOO_LATE',
    'WITNESS_PATH',
  ])
  expect(Object.keys(table).toSorted()).toEqual(['+++++', '+-+++', '+----', '-----'])
  expect(table['+----']?.every(isSuspicious)).toBe(true)
  expect(table['+-+++']).toEqual(
    expect.arrayContaining([
      'APPROVAL_DENIED',
      'ABORTED',
      'CARRIER_CONTRARY',
      'DAY_LIMIT',
      'OUTSIDE_WINDOW',
      'FIRE',
    ]),
  )
})

describe('the household decides the order', () => {
  test.each([
    [['porch', 'box'], 'porch'],
    [['box', 'porch'], 'box'],
    [['neighbour', 'porch'], 'neighbour'],
    [['redirect'], 'redirect'],
    [[], 'keep'],
  ] as const)('%j: %s', (order, rung) => {
    expect(offered({ order }).offered).toBe(rung)
  })
  test('what it does not name is never offered', () => {
    for (const rung of fallbackRungs)
      for (const order of fallbackRungs.map((other) => [other]).filter(([other]) => other !== rung))
        expect(offered({ order }).offered).not.toBe(rung)
  })
})

describe('a rung is passed over with its reason', () => {
  test.each([
    ['no such door', { box: 'none' }, 'box', 'NOT_THERE'],
    ['a box that cannot be opened now', { box: 'unfit' }, 'box', 'NOT_FIT'],
    ['no garage', { garage: 'none' }, 'garage', 'NOT_THERE'],
    ['a garage that cannot be opened now', { garage: 'unfit' }, 'garage', 'NOT_FIT'],
    ['a parcel good for the porch only', { ceiling: 'porch' }, 'garage', 'CEILING'],
    ['the owner said no', { code: 'APPROVAL_DENIED' }, 'garage', 'ENTRY_REFUSED'],
    ['a frozen picture', { code: 'FRAME_FROZEN' }, 'porch', 'SUSPICIOUS'],
  ] as const)('%s', (_name, more, rung, why) => {
    expect(offered({ ...more, order: [rung] })).toMatchObject({ offered: 'keep', skipped: [{ rung, why }] })
  })
  test('those behind the offered one are not looked at', () => {
    expect(offered({ box: 'none', code: 'APPROVAL_TIMEOUT' })).toEqual({
      offered: 'porch',
      code: 'APPROVAL_TIMEOUT',
      skipped: [
        { rung: 'box', why: 'NOT_THERE' },
        { rung: 'garage', why: 'ENTRY_REFUSED' },
      ],
    })
  })
})
