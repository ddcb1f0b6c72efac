// A pause of deliveries: when it is on, which days are good, and what makes it looser.
import { HOLD_AHEAD_MAX, HOLD_MAX, type Hold, holdFault, isHeld, loosensHold, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'

const NOW = wallTime(1_790_000_000_000)
const hold = (from: number, to: number): Hold => ({ from: wallTime(NOW + from), to: wallTime(NOW + to) })

test.each([
  [hold(0, 1), true],
  [hold(1, 2), false],
  [hold(-2, 0), false],
  [hold(-2, 1), true],
  [null, false],
])('%j is on: %s', (each, on) => {
  expect(isHeld(each, NOW)).toBe(on)
})

test.each([
  [hold(0, HOLD_MAX), null],
  [hold(0, HOLD_MAX + 1), 'long'],
  [hold(0 - HOLD_MAX, 1), null],
  [hold(5, 5), 'order'],
  [hold(-5, 0), 'past'],
  [hold(HOLD_AHEAD_MAX, HOLD_AHEAD_MAX + 1), null],
  [hold(HOLD_AHEAD_MAX + 1, HOLD_AHEAD_MAX + 2), 'far'],
])('%j is wrong: %s', (each, fault) => {
  expect(holdFault(each, NOW)).toBe(fault)
})

describe('it is loosened', () => {
  const running = hold(-10, 100)
  const ahead = hold(50, 100)
  test.each([
    ['by an earlier end', running, hold(-10, 99), true],
    ['by none at all', running, null, true],
    ['by a later begin of one that is on', running, hold(1, 100), true],
    ['not by what was anyway', running, hold(0, 100), false],
    ['not by more', running, hold(-10, 200), false],
    ['not by an earlier begin', ahead, hold(1, 100), false],
    ['by a later begin', ahead, hold(51, 100), true],
    ['not when it is over', hold(-10, 0), null, false],
    ['not when there is none', null, hold(1, 2), false],
  ])('%s', (_how, before, next, looser) => {
    expect(loosensHold(before, next, NOW)).toBe(looser)
  })
})
