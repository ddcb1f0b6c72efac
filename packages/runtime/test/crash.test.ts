// kill -9 at every write of a visit, before and after it reached the disk. What is asserted is the house itself: the
// door is truly locked, or an alarm tells, within a minute; nothing opens twice; the chain is whole.
import { describe, expect, test } from 'vitest'
import { MemoryJournal } from '@portico/testing'
import type { Batch } from '@portico/ports'
import { SimulatedHome } from './simulated-home.ts'

/** A journal that is pulled away in its n-th write. */
class FallingJournal extends MemoryJournal {
  fallsAt = Infinity
  writes = 0
  fell: (() => void) | null = null

  override append(batch: Batch): Promise<void> {
    this.writes += 1
    if (this.writes === this.fallsAt) queueMicrotask(() => queueMicrotask(() => this.fell?.()))
    return super.append(batch)
  }
}

interface Walk {
  readonly home: SimulatedHome
  readonly down: () => boolean
}

/** The whole visit, as far as it comes before the hub falls. Who asks a dead hub waits for ever; time goes on. */
async function walk({ home, down }: Walk): Promise<void> {
  const ask = (what: () => Promise<unknown>) => () =>
    Promise.race([what(), untilDown(down)]).catch((error: unknown) => {
      if (!down()) throw error
    })
  const steps = [
    ask(() => home.claim()),
    ask(() => home.report('out-for-delivery')),
    () => home.pass(0.1),
    ask(() => home.arrive()),
    ask(() => home.approve()),
    () => home.pass(3),
    () => home.dropOff(),
    () => home.pass(8),
  ]
  for (const step of steps) {
    if (down()) return
    await step()
  }
}

async function untilDown(down: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000 && !down(); turn++) await new Promise((resolve) => setImmediate(resolve))
  if (!down()) throw new Error('neither an answer nor a crash')
}

async function fall(at: number, inFlight: 'lost' | 'kept'): Promise<{ home: SimulatedHome; fell: boolean }> {
  const journal = new FallingJournal()
  const home = await SimulatedHome.open({ journal })
  let isDown = false
  journal.writes = 0
  journal.fallsAt = at
  journal.fell = () => {
    isDown = true
    home.crash(inFlight)
  }
  await walk({ home, down: () => isDown })
  return { home, fell: isDown }
}

function checkChain(home: SimulatedHome): void {
  const lines = home.runtime.lines({ after: -1, limit: 10_000 })
  let prev = '0'.repeat(64)
  let seq = 0
  for (const line of lines) {
    expect([line.seq, line.prev]).toEqual([seq, prev])
    prev = line.hash
    seq += 1
  }
  const sends = lines.filter(({ type, data }) => type === 'EffectSent' && data['effect'] === 'UnlockDoor')
  expect(new Set(sends.map(({ data }) => data['op'])).size).toBe(sends.length)
}

/** Whoever is inside leaves and pulls the door shut, as the courier's page asks. */
async function courierLeaves(home: SimulatedHome): Promise<void> {
  home.door.do({ type: 'close' })
  await home.pass(1)
}

describe.each(['lost', 'kept'] as const)('the write in flight is %s', (inFlight) => {
  test('at every write of a visit', async () => {
    let falls = 0
    for (let at = 1; ; at++) {
      const { home, fell } = await fall(at, inFlight)
      if (!fell) {
        await home[Symbol.asyncDispose]()
        break
      }
      falls += 1
      const unlocksBefore = home.door.unlocks.length
      await courierLeaves(home)
      await home.begin(home.journal.reopen())
      await home.pass(60)
      const told = home.state.gate.alarms.length > 0
      expect(home.door.isLocked || told, `write ${at}: ${home.phase}`).toBe(true)
      expect(home.door.unlocks.length, `write ${at}`).toBeLessThanOrEqual(Math.max(1, unlocksBefore))
      checkChain(home)
      await home[Symbol.asyncDispose]()
    }
    expect(falls).toBeGreaterThan(40)
  })
})
