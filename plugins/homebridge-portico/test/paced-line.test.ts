// Goal: a large group goes out in its order, its key picture at once and the rest a little at a time. Method: time that is
// turned by hand.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PacedLine } from '../src/camera/paced-line.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const numbers = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => Buffer.from([i >> 8, i & 255]))

it('sends a key picture at once, the rest in steps, all in order', () => {
  const sent: Uint8Array[] = []
  using line = new PacedLine((datagram) => sent.push(datagram))
  const all = numbers(400)
  for (const datagram of all) line.push(datagram)
  expect(sent.length).toBe(128)
  vi.advanceTimersByTime(5)
  expect(sent.length).toBe(192)
  vi.advanceTimersByTime(20)
  expect(sent).toEqual(all)
})

it('that was quiet sends at once again, and holds nothing open', () => {
  const sent: Uint8Array[] = []
  using line = new PacedLine((datagram) => sent.push(datagram))
  for (const datagram of numbers(200)) line.push(datagram)
  vi.advanceTimersByTime(1_000)
  expect(vi.getTimerCount()).toBe(0)
  for (const datagram of numbers(100)) line.push(datagram)
  expect(sent.length).toBe(300)
})

it('that ended sends nothing more', () => {
  const sent: Uint8Array[] = []
  const line = new PacedLine((datagram) => sent.push(datagram))
  for (const datagram of numbers(200)) line.push(datagram)
  line[Symbol.dispose]()
  vi.advanceTimersByTime(1_000)
  expect([sent.length, vi.getTimerCount()]).toEqual([128, 0])
})
