// The days of a pause: what a field shows and what it means are the time of the house.
import { describe, expect, test } from 'vitest'
import { fieldOf, holdSentence, momentIn } from '../../src/house/hold-words.ts'

const BERLIN = 'Europe/Berlin'

describe('a moment', () => {
  test.each([
    ['in winter', '2026-12-01T18:00', Date.UTC(2026, 11, 1, 17)],
    ['in summer', '2026-07-01T18:00', Date.UTC(2026, 6, 1, 16)],
    ['on the day on which the clocks go forward', '2027-03-28T03:30', Date.UTC(2027, 2, 28, 1, 30)],
    ['at the end of a year', '2026-12-31T23:59', Date.UTC(2026, 11, 31, 22, 59)],
  ])('%s is shown and read as the clocks of the house have it', (_when, field, wall) => {
    expect(momentIn(field, BERLIN)).toBe(wall)
    expect(fieldOf(wall, BERLIN)).toBe(field)
  })
  test('that is none is null', () => {
    expect([momentIn(''), momentIn('tomorrow')]).toEqual([null, null])
  })
})

test('a pause that is on is said to end, one ahead to begin', () => {
  const hold = { from: Date.UTC(2026, 11, 1, 17), to: Date.UTC(2026, 11, 8, 17) }
  expect(holdSentence({ ...hold, on: true })).toMatch(/^Deliveries are paused until .*[0-9:]{5}\.$/)
  expect(holdSentence({ ...hold, on: false })).toMatch(/^Deliveries will be paused from .* to .*[0-9:]{5}\.$/)
})
