// A time is one of ISO 8601 or none, and a window has hours, both ends, a zone and one day. Method: tables.
import { expect, test } from 'vitest'
import { joinedTime, newestBy, timeOf, windowBetween } from '../src/vendor-times.ts'

test.each([
  ['2026-11-18T08:00:00Z', '2026-11-18T08:00:00.000Z'],
  ['2026-11-18T08:00Z', '2026-11-18T08:00:00.000Z'],
  ['2026-11-18T08:00:00.5+01:00', '2026-11-18T07:00:00.500Z'],
  ['2026-11-18T08:00:00', '2026-11-18T08:00:00.000Z'],
  ['2026-11-18', null],
  ['2026-11-18 08:00:00', null],
  ['2026-13-18T08:00:00Z', null],
  ['1763452800', null],
  ['', null],
  [null, null],
])('%j is %s', (text, wanted) => {
  const at = timeOf(text)
  expect(at === null ? null : new Date(at).toISOString()).toBe(wanted)
})

test.each([
  ['2026-11-18T12:30:00+01:00', '2026-11-18T14:00:00+01:00', true],
  ['2026-11-18T00:01:00Z', '2026-11-18T23:58:00Z', true],
  // Midnight, a day's end, a moment, the wrong way round.
  ['2026-11-18T00:00:00+01:00', '2026-11-18T14:00:00+01:00', false],
  ['2026-11-18T12:00:00Z', '2026-11-18T23:59:59Z', false],
  ['2026-11-18T12:00:00Z', '2026-11-19T00:00:00Z', false],
  ['2026-11-18T12:00:00Z', '2026-11-18T12:00:00Z', false],
  ['2026-11-18T14:00:00Z', '2026-11-18T12:00:00Z', false],
  // Two days, no zone, half a window, a date.
  ['2026-11-18T12:00:00Z', '2026-11-19T14:00:00Z', false],
  ['2026-11-18T12:00:00', '2026-11-18T14:00:00', false],
  ['2026-11-18T12:00:00Z', null, false],
  [null, '2026-11-18T14:00:00Z', false],
  ['2026-11-18', '2026-11-18', false],
])('from %s to %s: a window is %s', (from, to, isWindow) => {
  expect(windowBetween(from, to)).toEqual(isWindow ? { from, to } : null)
})

test.each([
  ['20261118', '080614', '-08.00', '2026-11-18T08:06:14-08:00'],
  ['2026-11-18', '07:10:00', '-08:00', '2026-11-18T07:10:00-08:00'],
  ['2026-11-18', '11:30', '+05:30', '2026-11-18T11:30:00+05:30'],
  ['20261118', '160614', 'Z', '2026-11-18T16:06:14Z'],
  ['20261118', '', '-08.00', null],
  ['20261118', '080614', null, null],
  ['20261118', '080614', '-8', null],
  ['20261399', '080614', 'Z', null],
  ['20261118', '996060', 'Z', null],
  [null, '080614', 'Z', null],
])('%s, %s and %s are %s', (date, time, offset, wanted) => {
  expect(joinedTime({ date, time, offset })).toBe(wanted)
})

test('the newest is the last of equal ones, and one without a time comes before all', () => {
  const events = [
    { at: 'x', n: 1 },
    { at: '2026-11-18T08:00:00Z', n: 2 },
    { at: '2026-11-18T09:00:00+01:00', n: 3 },
  ]
  expect(newestBy(events, 'at')).toBe(events[2])
  expect(newestBy([], 'at')).toEqual({})
})
