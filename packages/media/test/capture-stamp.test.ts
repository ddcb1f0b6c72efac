// Goal: a stamp that can be read as a time of capture is one, and stamps rise whatever the times do. Method: tables, and
// streams of random times.
import { instant } from '@portico/core'
import { wrappingSteps } from '@portico/rtp'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaptureStamps, captureStamp } from '../src/live/capture-stamp.ts'

const isTime = (stamp: number): boolean => stamp % 2 === 0
const rise = (stamps: readonly number[]): boolean =>
  stamps.slice(1).every((stamp, i) => wrappingSteps(stamps[i] ?? 0, stamp, 32) > 0)

describe('stamps of capture', () => {
  it('are ticks of the clock, even, and wrap', () => {
    expect(captureStamp(instant(1_000))).toBe(90_000)
    expect(captureStamp(instant(0.0112))).toBe(0)
    const round = 2 ** 32 / 90
    expect(captureStamp(instant(round + 1))).toBe(90)
    expect(isTime(captureStamp(instant(123.456)))).toBe(true)
  })

  it('are those of the pictures while these go on', () => {
    const stamps = new CaptureStamps()
    expect([1_000, 1_066, 1_133].map((at) => stamps.next(instant(at)))).toEqual([90_000, 95_940, 101_970])
  })

  it('say nothing of the age while the time of capture is set back', () => {
    const stamps = new CaptureStamps()
    const given = [1_000, 900, 999, 1_100].map((at) => stamps.next(instant(at)))
    expect(given.map(isTime)).toEqual([true, false, false, true])
    expect(rise(given)).toBe(true)
  })

  it('of a group at once are 1 ms apart, and the last one alone is its time', () => {
    const stamps = new CaptureStamps()
    const group = stamps.hurry(4, instant(2_000))
    expect(group.map(isTime)).toEqual([false, false, false, true])
    expect(group.at(-1)).toBe(180_000)
    expect(rise(group)).toBe(true)
    expect(180_000 - (group[0] ?? 0)).toBeLessThanOrEqual(4 * 90)
  })

  it('of a group behind pictures that were sent already leave room for the next picture', () => {
    const stamps = new CaptureStamps()
    stamps.next(instant(2_000))
    const group = stamps.hurry(60, instant(2_000))
    expect(group.some(isTime)).toBe(false)
    expect(isTime(stamps.next(instant(2_040)))).toBe(true)
  })

  it('rise over every mixture of pictures and groups, also where the clock wraps', () => {
    const step = fc.record({
      by: fc.integer({ min: -500, max: 500 }),
      group: fc.integer({ min: 0, max: 80 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, wraps) => {
        const stamps = new CaptureStamps()
        let at = wraps ? 2 ** 32 / 90 - 2_000 : 100_000
        const given = steps.flatMap(({ by, group }) => {
          at += by
          return group > 0 ? stamps.hurry(group, instant(at)) : [stamps.next(instant(at))]
        })
        expect(rise(given)).toBe(true)
      }),
    )
  })
})
