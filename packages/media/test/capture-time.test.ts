// Goal: a picture's time is the camera's own word where its clock was measured, an honest guess where not, and never
// the future. Method: model cameras with a known delay and clock error.
import { instant } from '@portico/core'
import * as fc from 'fast-check'
import { TestClock } from '@portico/testing'
import { milliseconds } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { CameraClock, readClockAnswer } from '../src/feed/camera-clock.ts'
import { CaptureTime, type ClockOffset } from '../src/feed/capture-time.ts'

const WALL = 1_767_600_000_000

/** A picture taken at `at` (hub time) that arrives `delay` later; the camera's clock is `WALL` at hub time 0. */
const unit = (at: number, delay: number, { restarted = false, told = true } = {}) => ({
  rtpTime: 5_000_000 + at * 90,
  restarted,
  arrived: at + delay,
  capturedWallMs: told ? WALL + at : null,
})

const offset = (measured: number): ClockOffset => ({ offsetMs: -WALL, measured: instant(measured) })

describe('the time of a picture', () => {
  it('is absolute and exact through a measured clock, however late the picture comes', () => {
    const time = new CaptureTime()
    time.setOffset(offset(0))
    for (const delay of [5, 300, 2_900])
      expect(time.place(unit(1_000, delay))).toEqual({ captured: 1_000, grade: 'absolute' })
  })

  it('is relative without a measured clock or without a sender report', () => {
    const time = new CaptureTime()
    expect(time.place(unit(0, 40)).grade).toBe('relative')
    time.setOffset(offset(0))
    expect(time.place(unit(100, 40, { told: false })).grade).toBe('relative')
    expect(time.place(unit(200, 40)).grade).toBe('absolute')
    time.setOffset(null)
    expect(time.place(unit(300, 40)).grade).toBe('relative')
  })

  it('is relative again when the measurement is too old', () => {
    const time = new CaptureTime()
    time.setOffset(offset(0))
    expect(time.place(unit(99_000, 40)).grade).toBe('absolute')
    expect(time.place(unit(101_000, 40)).grade).toBe('relative')
  })

  it('does not believe a camera whose clock was set forward', () => {
    const time = new CaptureTime()
    time.setOffset({ offsetMs: -WALL + 5_000, measured: instant(0) })
    expect(time.place(unit(1_000, 40))).toEqual({ captured: 1_040, grade: 'relative' })
  })

  it('counts from the quickest arrival when it is relative, so that a stall shows', () => {
    const time = new CaptureTime()
    const placed = [20, 35, 90, 1_800, 25].map((delay, i) =>
      time.place(unit(i * 100, delay, { told: false })),
    )
    // The quickest took 20 ms, which nobody can know: all times are 20 ms late.
    expect(placed.map(({ captured }) => captured)).toEqual([20, 120, 220, 320, 420])
  })

  it('forgets quick arrivals of long ago, so that drifting clocks do no harm', () => {
    const time = new CaptureTime()
    time.place(unit(0, 20, { told: false }))
    let last = time.place(unit(100, 60, { told: false }))
    for (let at = 200; at < 40_000; at += 100) last = time.place(unit(at, 60, { told: false }))
    expect(last.captured).toBe(39_900 + 60)
  })

  it('begins anew with a new time line', () => {
    const time = new CaptureTime()
    time.place(unit(0, 20, { told: false }))
    const fresh = { rtpTime: 7, restarted: true, arrived: 900, capturedWallMs: null }
    expect(time.place(fresh)).toEqual({ captured: 900, grade: 'relative' })
  })

  it('is never after the arrival, whatever camera and network do', () => {
    const any = fc.array(
      fc.record({
        rtpTime: fc.integer({ min: 0, max: 2 ** 40 }),
        restarted: fc.boolean(),
        arrived: fc.nat(1_000_000),
        capturedWallMs: fc.option(fc.integer({ min: WALL - 1e6, max: WALL + 1e6 })),
      }),
    )
    fc.assert(
      fc.property(any, (units) => {
        const time = new CaptureTime()
        time.setOffset(offset(0))
        for (const one of units) expect(time.place(one).captured).toBeLessThanOrEqual(one.arrived)
      }),
    )
  })
})

describe('the clock of a camera', () => {
  it('is measured from the middle of the round trip', () => {
    const answer = { value: `${WALL + 500}`, sent: 1_000, received: 1_100 }
    expect(readClockAnswer(answer)).toEqual({ offsetMs: 1_050 - WALL - 500, measured: 1_100 })
  })

  it.each([
    ['slow', { value: `${WALL}`, sent: 0, received: 251 }],
    ['no number', { value: 'noon', sent: 0, received: 10 }],
    ['empty', { value: '', sent: 0, received: 10 }],
    ['no Unix ms', { value: '12', sent: 0, received: 10 }],
    ['far in the future', { value: '9999999999999', sent: 0, received: 10 }],
    ['a number in another form', { value: '1.7676e12', sent: 0, received: 10 }],
  ])('is not taken from an answer that is %s', (_, answer) => {
    expect(readClockAnswer(answer)).toBeNull()
  })

  it('is measured each 30 s, and after 5 s again where it failed, until the end', async () => {
    const clock = new TestClock()
    const asked: number[] = []
    const offsets: ClockOffset[] = []
    const start = clock.mono()
    const cameraClock = new CameraClock({
      clock,
      ask: () => {
        asked.push(clock.mono() - start)
        if (asked.length === 2) return Promise.reject(new Error('not connected'))
        return Promise.resolve({ value: String(WALL), sent: clock.mono(), received: clock.mono() })
      },
      onOffset: (one) => offsets.push(one),
    })
    cameraClock.start()
    await clock.advance(milliseconds(70_000))
    expect(asked).toEqual([0, 30_000, 35_000, 65_000])
    expect(offsets).toHaveLength(3)
    cameraClock[Symbol.dispose]()
    await clock.advance(milliseconds(70_000))
    expect(asked).toHaveLength(4)
    expect(clock.nextWake()).toBeNull()
  })
})
