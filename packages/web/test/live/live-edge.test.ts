// Goal: a player comes to the newest picture soon and stays there without jumping to and fro. Method: the rule by itself,
// and a player of numbers that is fed fifteen pictures a second.
import { expect, test } from 'vitest'
import { stepToEdge } from '../../src/live/live-edge.ts'

const step = (behind: number, more: Partial<Parameters<typeof stepToEdge>[0]> = {}): unknown =>
  stepToEdge({ at: 10, end: 10 + behind, rate: 1, hasShown: true, ...more })

test('far behind, or before all there is, it jumps; a little behind it hurries; between it goes on as it is', () => {
  expect(step(0.7)).toEqual({ to: expect.closeTo(10.65), rate: 1 })
  expect(step(-0.1)).toEqual({ to: expect.closeTo(9.85), rate: 1 })
  expect(step(0.3)).toEqual({ to: null, rate: 1.1 })
  expect([step(0.13), step(0.13, { rate: 1.1 })]).toEqual([
    { to: null, rate: 1 },
    { to: null, rate: 1.1 },
  ])
  expect(step(0.08, { rate: 1.1 })).toEqual({ to: null, rate: 1 })
})

test('what it begins with is old: it does not play through it', () => {
  expect(step(0.3, { hasShown: false })).toEqual({ to: 10.25, rate: 1 })
  expect(step(0.15, { hasShown: false })).toEqual({ to: null, rate: 1 })
})

test('half a second behind it is near within four seconds, and stays there without a jump', () => {
  let [at, rate] = [0, 1]
  const behind: number[] = []
  for (let n = 1; n <= 150; n += 1) {
    at += rate / 15
    const end = 0.5 + n / 15
    const next = stepToEdge({ at, end, rate, hasShown: true })
    expect(next.to).toBeNull()
    rate = next.rate
    behind.push(end - at)
  }
  expect(Math.max(...behind.slice(70))).toBeLessThan(0.16)
  expect(Math.min(...behind)).toBeGreaterThan(0.05)
})
