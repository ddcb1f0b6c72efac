// Goal: a loop that stood still for more than a second says so, wherever in its rhythm that began.
import { milliseconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { HouseWatch } from '../src/house-watch.ts'
import { SimulatedHome } from './simulated-home.ts'

/** What the house says of a stall that began so long after a tick, ms. */
async function told(stall: number, afterTick: number): Promise<unknown[]> {
  await using home = await SimulatedHome.open()
  const clock = new TestClock()
  const log = pino({ level: 'silent' })
  using watch = new HouseWatch({ runners: [], newest: null, journal: home.runtime.journal, clock, log })
  await clock.advance(milliseconds(afterTick))
  clock.jump({ mono: milliseconds(stall) })
  watch.awake()
  await home.pass(1)
  return home.lines.flatMap(({ type, data }) => (type === 'HubStalled' ? [data] : []))
}

test('a second is none, a millisecond more is one', async () => {
  expect(await told(1000, 0)).toEqual([])
  expect(await told(1001, 0)).toEqual([{ ms: 501, why: 'loop' }])
  expect(await told(1001, 499)).toEqual([{ ms: 1000, why: 'loop' }])
})
