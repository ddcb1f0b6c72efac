// Days in which parcels are looked for: whole days of the browser, both ends included.
import { expect, test } from 'vitest'
import { ALL_TIMES, type SearchTimes, isTurned, timesIn } from '../../src/parcels/search-times.ts'

const NOW = Date.UTC(2026, 10, 27, 12)
const DAY_MS = 86_400_000
const midnight = (day: number): number => new Date(2026, 10, day).getTime()
const days = (from: string, to: string): SearchTimes => ({ span: 'days', from, to })

test.each<[SearchTimes, ReturnType<typeof timesIn>]>([
  [ALL_TIMES, {}],
  [{ ...ALL_TIMES, span: 'week' }, { from: NOW - 7 * DAY_MS }],
  [{ ...ALL_TIMES, span: 'month' }, { from: NOW - 30 * DAY_MS }],
  [{ ...ALL_TIMES, span: 'year' }, { from: NOW - 365 * DAY_MS }],
  [days('2026-11-20', '2026-11-20'), { from: midnight(20), to: midnight(21) - 1 }],
  [days('2026-11-20', ''), { from: midnight(20) }],
  [days('', '2026-11-20'), { to: midnight(21) - 1 }],
  [days('', ''), {}],
  [days('nonsense', '2026'), {}],
])('%j', (times, asked) => {
  expect(timesIn(times, NOW)).toEqual(asked)
})

test.each([
  [days('2026-11-20', '2026-11-19'), true],
  [days('2026-11-20', '2026-11-20'), false],
  [days('2026-11-20', ''), false],
  [ALL_TIMES, false],
] as const)('%j is turned round: %s', (times, turned) => {
  expect(isTurned(times)).toBe(turned)
})
