// A plugin that floods is not heard until it has calmed, and somebody is told when that is, also when it falls silent.
import { beforeEach, describe, expect, test } from 'vitest'
import { milliseconds, seconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { ReportFlood } from '../../src/plugins/report-flood.ts'

const LIMIT = 3
let clock: TestClock
let over: number
let flood: ReportFlood

beforeEach(() => {
  clock = new TestClock()
  over = 0
  flood = new ReportFlood({ clock, limit: LIMIT, onOver: () => (over += 1) })
})
const take = (times: number): readonly string[] => Array.from({ length: times }, () => flood.take())

test('what is within the limit passes, and nothing is looked at afterwards', () => {
  expect(take(LIMIT)).toEqual(['pass', 'pass', 'pass'])
  expect([flood.isOn, over, clock.nextWake()]).toEqual([false, 0, null])
})

describe('a flood', () => {
  test('is over after a calm second, though nothing comes any more', async () => {
    expect(take(LIMIT + 2)).toEqual(['pass', 'pass', 'pass', 'flood-begins', 'drop'])
    // The first second was none of calm.
    await clock.advance(milliseconds(1_999))
    expect([flood.isOn, over]).toEqual([true, 0])
    await clock.advance(milliseconds(1))
    expect([flood.isOn, over]).toEqual([false, 1])
    await clock.advance(seconds(60))
    expect([over, clock.nextWake()]).toEqual([1, null])
  })

  test('goes on while every second brings too much, and is told to be over once', async () => {
    for (let second = 0; second < 5; second += 1) {
      take(LIMIT + 1)
      // oxlint-disable-next-line no-await-in-loop -- one second after the other
      await clock.advance(seconds(1))
      expect([flood.isOn, over]).toEqual([true, 0])
    }
    await clock.advance(seconds(1))
    expect([flood.isOn, over]).toEqual([false, 1])
  })

  test('that a report finds over is told as over, and the report passes', () => {
    take(LIMIT + 1)
    // Nobody looked meanwhile: the loop was held up.
    clock.jump({ mono: seconds(2) })
    expect(take(1)).toEqual(['pass'])
    expect([flood.isOn, over]).toEqual([false, 1])
  })

  test('is none of the process that begins anew', () => {
    take(LIMIT + 1)
    flood.begin()
    expect(flood.isOn).toBe(false)
    expect(take(LIMIT)).toEqual(['pass', 'pass', 'pass'])
  })

  test('is looked at no more when the plugin is stopped', async () => {
    take(LIMIT + 1)
    flood.stop()
    expect(clock.nextWake()).toBeNull()
    await clock.advance(seconds(60))
    expect(over).toBe(0)
  })
})
