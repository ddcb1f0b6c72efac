// When a lost process is started again.
import { describe, expect, test } from 'vitest'
import { milliseconds, seconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { Restarts } from '../../src/plugins/restarts.ts'

const plan = { waits: [milliseconds(250), seconds(1), seconds(5)], steady: seconds(60) }

function begun(): { clock: TestClock; restarts: Restarts } {
  const clock = new TestClock()
  return { clock, restarts: new Restarts(clock, plan) }
}
/** The waits after so many lives of this length. */
function waits({ clock, restarts }: ReturnType<typeof begun>, lives: number, ms: number): readonly number[] {
  return Array.from({ length: lives }, () => {
    const at = clock.mono()
    clock.jump({ mono: milliseconds(ms) })
    return restarts.waitAfter(at)
  })
}

describe('short lives', () => {
  test('are waited after longer each time, and the last wait repeats', () => {
    expect(waits(begun(), 5, 10)).toEqual([250, 1_000, 5_000, 5_000, 5_000])
  })
  test('count until one was longer than a minute', () => {
    const scene = begun()
    waits(scene, 3, 10)
    expect(waits(scene, 1, 60_000)).toEqual([5_000])
    expect(waits(scene, 2, 60_001)).toEqual([250, 250])
    expect(waits(scene, 1, 10)).toEqual([1_000])
  })
  test('are forgotten when somebody starts it by hand', () => {
    const scene = begun()
    waits(scene, 3, 10)
    scene.restarts.forget()
    expect(waits(scene, 1, 10)).toEqual([250])
  })
})

describe('a start that waits', () => {
  test('comes at its time, once', async () => {
    const { clock, restarts } = begun()
    let starts = 0
    restarts.in(seconds(5), () => (starts += 1))
    await clock.advance(milliseconds(4_999))
    expect(starts).toBe(0)
    await clock.advance(milliseconds(1))
    expect(starts).toBe(1)
    await clock.advance(seconds(60))
    expect(starts).toBe(1)
  })
  test('does not come when it was called off', async () => {
    const { clock, restarts } = begun()
    let starts = 0
    restarts.in(seconds(5), () => (starts += 1))
    restarts.cancel()
    await clock.advance(seconds(60))
    expect(starts).toBe(0)
  })
})
