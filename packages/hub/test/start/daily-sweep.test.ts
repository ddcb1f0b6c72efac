// Goal: what has expired is deleted once a day, and a disk that fails one day does not end it. Method: virtual time.
import { type WallTime, hours, milliseconds, minutes } from '@portico/core'
import { HubError } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { startDailySweep } from '../../src/start/daily-sweep.ts'

class Cellar {
  readonly clock = new TestClock()
  readonly swept: WallTime[] = []
  readonly logged: Record<string, unknown>[] = []
  readonly log = pino({ base: null }, { write: (line: string) => void this.logged.push(JSON.parse(line)) })
  expired = 0
  fails = false
  hangs = false

  begin(): Disposable {
    const { clock, log } = this
    return startDailySweep({
      clock,
      log,
      store: {
        sweepBlobs: async (now) => {
          this.swept.push(now)
          if (this.hangs) await new Promise(() => {})
          if (this.fails) throw new HubError('HUB_JOURNAL_FULL', 'the disk is full')
          return this.expired
        },
      },
    })
  }
}

describe('the daily sweep', () => {
  it('is done a minute after the start and then each day, at the time of day', async () => {
    const cellar = new Cellar()
    using _ = cellar.begin()
    const start = cellar.clock.wall()
    await cellar.clock.advance(milliseconds(minutes(1) - 1))
    expect(cellar.swept).toEqual([])
    await cellar.clock.advance(milliseconds(1))
    await cellar.clock.advance(milliseconds(2 * hours(24)))
    const first = start + minutes(1)
    expect(cellar.swept).toEqual([first, first + hours(24), first + 2 * hours(24)])
  })

  it('tells how much it deleted, and nothing when there was nothing', async () => {
    const cellar = new Cellar()
    using _ = cellar.begin()
    await cellar.clock.advance(minutes(1))
    expect(cellar.logged).toEqual([])
    cellar.expired = 3
    await cellar.clock.advance(hours(24))
    expect(cellar.logged).toEqual([expect.objectContaining({ count: 3, msg: 'expired messages deleted' })])
  })

  it('goes on the next day when it failed', async () => {
    const cellar = new Cellar()
    using _ = cellar.begin()
    cellar.fails = true
    await cellar.clock.advance(minutes(1))
    expect(cellar.logged).toEqual([
      expect.objectContaining({ code: 'HUB_JOURNAL_FULL', msg: 'expired messages not deleted' }),
    ])
    cellar.fails = false
    cellar.expired = 1
    await cellar.clock.advance(hours(24))
    expect(cellar.swept).toHaveLength(2)
    expect(cellar.logged).toHaveLength(2)
  })

  it('goes on the next day, however long one takes', async () => {
    const cellar = new Cellar()
    using _ = cellar.begin()
    cellar.hangs = true
    await cellar.clock.advance(minutes(1))
    await cellar.clock.advance(hours(24))
    expect(cellar.swept).toHaveLength(2)
  })

  it('ends with the hub', async () => {
    const cellar = new Cellar()
    const sweep = cellar.begin()
    await cellar.clock.advance(minutes(1))
    sweep[Symbol.dispose]()
    sweep[Symbol.dispose]()
    await cellar.clock.advance(hours(72))
    expect(cellar.swept).toHaveLength(1)
    expect(cellar.clock.nextWake()).toBeNull()
  })
})
