// The test clock moves only when told, in the order that a real one would show, and jumps as real ones do.
import { after, instant, milliseconds, minutes, seconds, wallTime } from '@portico/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TestClock } from '../src/test-clock.ts'

test('time stands still until it is advanced, and both clocks advance alike', async () => {
  const clock = new TestClock({ mono: instant(500), wall: wallTime(1_000_000), boot: 'b7' })
  expect([clock.mono(), clock.wall(), clock.boot]).toEqual([500, 1_000_000, 'b7'])
  await clock.advance(seconds(2))
  expect([clock.mono(), clock.wall()]).toEqual([2500, 1_002_000])
})

test('wakes run by instant, those of one instant in order of asking, each at its own time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 40 }), async (delays) => {
      const clock = new TestClock({ mono: instant(0) })
      const ran: { readonly due: number; readonly at: number; readonly asked: number }[] = []
      for (const [asked, due] of delays.entries())
        clock.wake(instant(due), () => ran.push({ due, at: clock.mono(), asked }))
      await clock.advance(milliseconds(25))
      const expected = delays
        .map((due, asked) => ({ due, at: due, asked }))
        .filter(({ due }) => due <= 25)
        .toSorted((a, b) => a.due - b.due || a.asked - b.asked)
      expect(ran).toEqual(expected)
      expect(clock.mono()).toBe(25)
    }),
    { numRuns: 50 },
  )
})

test('what a wake sets going settles before the next wake runs, also when it asks for another wake', async () => {
  const clock = new TestClock()
  const story: string[] = []
  const start = clock.mono()
  clock.wake(after(start, seconds(1)), () => {
    story.push('first')
    const long = async (): Promise<void> => {
      for (let at = 0; at < 50; at++) await Promise.resolve()
      story.push('settled')
      clock.wake(after(start, milliseconds(1500)), () => story.push('between'))
    }
    void long()
  })
  clock.wake(after(start, seconds(2)), () => story.push('second'))
  await clock.advance(seconds(3))
  expect(story).toEqual(['first', 'settled', 'between', 'second'])
})

test('a wake never runs before the asking function has returned, even when it is overdue', async () => {
  const clock = new TestClock()
  let rang = false
  clock.wake(instant(0), () => (rang = true))
  expect(rang).toBe(false)
  await clock.advance(milliseconds(0))
  expect(rang).toBe(true)
})

test('a cancelled wake does not run, and cancelling is harmless twice and afterwards', async () => {
  const clock = new TestClock()
  const rung: string[] = []
  const a = clock.wake(after(clock.mono(), seconds(1)), () => rung.push('a'))
  const b = clock.wake(after(clock.mono(), seconds(1)), () => rung.push('b'))
  a.cancel()
  a.cancel()
  await clock.advance(seconds(1))
  b.cancel()
  b[Symbol.dispose]()
  expect(rung).toEqual(['b'])
  expect(clock.nextWake()).toBeNull()
})

test('a wake can cancel another that is due at the same instant', async () => {
  const clock = new TestClock()
  const at = after(clock.mono(), seconds(1))
  let rang = false
  clock.wake(at, () => second.cancel())
  const second = clock.wake(at, () => (rang = true))
  await clock.advance(seconds(1))
  expect(rang).toBe(false)
})

test('a stall moves time and runs nothing: wakes come late', async () => {
  const clock = new TestClock({ mono: instant(0) })
  let late: number | null = null
  clock.wake(instant(1000), () => (late = clock.mono()))
  clock.jump({ mono: seconds(25) })
  expect(late).toBeNull()
  await clock.advance(milliseconds(0))
  expect(late).toBe(25_000)
})

test('the wall clock jumps both ways while the monotonic one does not notice', () => {
  const clock = new TestClock({ mono: instant(10), wall: wallTime(1_000_000) })
  clock.jump({ wall: minutes(-5) })
  expect([clock.mono(), clock.wall()]).toEqual([10, 700_000])
  expect(() => clock.jump({ mono: milliseconds(-1) })).toThrow('backwards')
})

test('a wake that throws ends the advance at its instant, and the clock goes on afterwards', async () => {
  const clock = new TestClock({ mono: instant(0) })
  clock.wake(instant(5), () => {
    throw new Error('broken')
  })
  let rang = false
  clock.wake(instant(6), () => (rang = true))
  await expect(clock.advance(milliseconds(10))).rejects.toThrow('broken')
  expect([clock.mono(), rang]).toEqual([5, false])
  await clock.advance(milliseconds(1))
  expect(rang).toBe(true)
})

test('two advances at once are refused', async () => {
  const clock = new TestClock()
  const first = clock.advance(seconds(1))
  await expect(clock.advance(seconds(1))).rejects.toThrow('one advance at a time')
  await first
})
