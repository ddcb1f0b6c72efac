// The gate looks after the durable mark and not before it: a mark that took too long lets nothing out.
import { expect, test } from 'vitest'
import { milliseconds, wallTime } from '@portico/core'
import type { Batch } from '@portico/ports'
import { MemoryJournal, TestClock } from '@portico/testing'
import { SimulatedHome } from './simulated-home.ts'

/** A disk that is slow once: when the mark of an unlock is written. */
class SlowMarkJournal extends MemoryJournal {
  readonly #slow: { ms: number }
  readonly #markMs: number

  constructor(clock: TestClock, markMs: number) {
    const slow = { ms: 0 }
    super({ clock, latency: () => milliseconds(slow.ms) })
    this.#slow = slow
    this.#markMs = markMs
  }

  override append(batch: Batch): Promise<void> {
    this.#slow.ms = batch.lines.some(({ type }) => type === 'EffectStarted') ? this.#markMs : 0
    return super.append(batch)
  }
}

/** Writes end as time passes, so it must pass while somebody waits for one. */
async function go<Result>(home: SimulatedHome, work: Promise<Result>): Promise<Result> {
  await home.pass(0.05)
  return work
}

async function letIn(markMs: number): Promise<SimulatedHome> {
  const clock = new TestClock({ wall: wallTime(Date.UTC(2026, 10, 23, 10)) })
  const home = await SimulatedHome.open({ clock, journal: new SlowMarkJournal(clock, markMs) })
  await go(home, home.claim())
  await go(home, home.report('out-for-delivery'))
  await go(home, home.arrive())
  await go(home, home.approve())
  await home.pass(6)
  return home
}

const voids = (home: SimulatedHome): unknown[] =>
  home.lines.flatMap(({ type, data }) => (type === 'UnlockVoided' ? [data['code']] : []))

test('S4: a mark that took longer than the unlock may wait lets nothing out', async () => {
  await using home = await letIn(2500)
  expect(voids(home)).toEqual(['TOO_LATE'])
  expect(home.door.unlocks).toEqual([])
})

test('S5: a mark in which the pictures went stale lets nothing out', async () => {
  await using home = await letIn(1700)
  expect(voids(home)).toEqual(['FRAME_STALE'])
  expect(home.door.unlocks).toEqual([])
})

test('one that took half a second lets it out', async () => {
  await using home = await letIn(500)
  expect(voids(home)).toEqual([])
  expect(home.door.unlocks).toHaveLength(1)
})
