// Ages never come out too small, also after a sleep in which the browser's own count stood still.
import { describe, expect, it } from 'vitest'
import { clockSeconds, clockTime, sleepless, spanWords } from '../../src/live/hub-clock.ts'

describe('sleepless', () => {
  const clocks = { mono: 1_000, wall: 1_700_000_000_000 }
  let jumps = 0
  const now = sleepless({ mono: () => clocks.mono, wall: () => clocks.wall }, () => (jumps += 1))
  const pass = (mono: number, wall = mono): void => {
    clocks.mono += mono
    clocks.wall += wall
  }

  it('goes on with the count of the browser', () => {
    const before = now()
    pass(2_500)
    expect(now() - before).toBe(2_500)
  })

  it('tells once of each jump of one clock against the other', () => {
    const before = jumps
    for (const apart of [0, 999, 3_600_000, 0, -3_600_000, 0]) {
      pass(100, 100 + apart)
      now()
      now()
    }
    expect(jumps - before).toBe(2)
  })

  it('counts a sleep in which that count stood still', () => {
    const before = now()
    pass(100, 3_600_100)
    expect(now() - before).toBe(3_600_100)
    pass(50)
    expect(now() - before).toBe(3_600_150)
  })

  it('never goes back when the clock of the device is put back', () => {
    const before = now()
    pass(100, -3_600_000)
    expect(now() - before).toBe(100)
    pass(100)
    expect(now() - before).toBe(200)
  })
})

describe('words of times', () => {
  it.each([
    [-5, '0 s'],
    [4_999, '4 s'],
    [99_999, '99 s'],
    [100_000, '1 min'],
    [29 * 60_000, '29 min'],
    [100 * 60_000, '1 h'],
  ])('%d ms', (ms, words) => {
    expect(spanWords(ms)).toBe(words)
  })

  it('has a clock of 24 hours whatever the language of the browser', () => {
    const afternoon = new Date(2026, 10, 26, 14, 2, 11).getTime()
    expect(clockTime(afternoon)).toBe('14:02')
    expect(clockSeconds(afternoon)).toBe('14:02:11')
    expect(clockTime(new Date(2026, 10, 26, 0, 5).getTime())).toBe('00:05')
  })
})
