// Goal: a camera whose time does not run with ours, or that names another day, is found; slow networks, restarts and
// cameras without a clock are not taken for one.
import { describe, expect, it } from 'vitest'
import { ClockWatch } from '../src/feed/clock-watch.ts'
import { noise } from './test-camera.ts'

const WALL = 1_800_000_000_000
const STEP_MS = 100

interface Run {
  /** Speed of the camera's time. */
  readonly rate?: number
  readonly seconds?: number
  /** What the network adds, ms. */
  readonly delay?: (second: number) => number
  /** How far the camera's wall clock is off, ms; null: it has none. */
  readonly off?: number | null
}

/** Whether the clock is called wrong after each second. */
function run({ rate = 1, seconds = 60, delay = () => 20, off = null }: Run): boolean[] {
  const watch = new ClockWatch()
  const random = noise(5)
  return Array.from({ length: seconds }, (_, second) => {
    for (let n = 0; n < 10; n += 1) {
      const taken = second * 1_000 + n * STEP_MS
      const arrived = taken + delay(second) + random() * 60
      watch.see({
        rtpTime: 90 * taken * rate,
        arrived,
        restarted: taken === 0,
        capturedWallMs: off === null ? null : WALL + taken + off,
        wall: WALL + arrived,
      })
    }
    return watch.wrong
  })
}

describe('a clock', () => {
  it.each([
    ['that is right', { off: 0 }],
    ['of a cheap quartz', { rate: 1.0002 }],
    [
      'behind a network that gets slower for a while',
      { delay: (second: number) => (second > 20 && second < 35 ? 700 : 20) },
    ],
    ['that a camera does not have, and counts from 1970', { off: -WALL }],
    ['that is half a minute off', { off: 30_000 }],
  ])('%s is not called wrong', (_, how) => {
    expect(run({ ...how, seconds: 300 })).not.toContain(true)
  })

  it.each([
    ['at half speed', { rate: 0.5 }, 35],
    ['a tenth too fast', { rate: 1.1 }, 35],
    ['a day off', { off: 86_400_000 }, 1],
  ])('%s is called so in time', (_, how, seconds) => {
    const wrong = run({ ...how, seconds: 60 })
    expect(wrong.indexOf(true)).toBeGreaterThanOrEqual(0)
    expect(wrong.indexOf(true)).toBeLessThanOrEqual(seconds)
  })
})
