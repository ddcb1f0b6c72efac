// Goal: what is asked is answered once, or its limit ends it; and only so much waits. Method: virtual time.
import { milliseconds, seconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { ASKS_MAX, AskTable } from '../../src/plugins/ask-table.ts'

const LIMIT = seconds(5)

class Table {
  readonly clock = new TestClock()
  readonly asks = new AskTable(this.clock)
  readonly sent: number[] = []

  ask(): Promise<unknown> {
    return this.asks.ask('lock front', LIMIT, (id) => void this.sent.push(id))
  }
}

describe('an ask', () => {
  it('is answered by its number, once, and waits for nothing more', async () => {
    const table = new Table()
    const asking = [table.ask(), table.ask()]
    const [first = 0, second = 0] = table.sent
    expect(first).not.toBe(second)
    expect(table.asks.answer(second, { n: 2 })).toBe(true)
    expect(table.asks.answer(first, null)).toBe(true)
    expect(await Promise.all(asking)).toEqual([null, { n: 2 }])
    expect([table.asks.answer(first, { n: 3 }), table.asks.fail(first, new Error('late'))]).toEqual([
      false,
      false,
    ])
    expect(table.clock.nextWake()).toBeNull()
  })

  it('ends at its limit, not before, and its late answer is nobody’s', async () => {
    const table = new Table()
    let told: unknown = null
    const asking = table.ask().catch((error: unknown) => (told = error))
    await table.clock.advance(milliseconds(LIMIT - 1))
    expect(told).toBeNull()
    await table.clock.advance(milliseconds(1))
    await asking
    expect(told).toMatchObject({
      code: 'HUB_PLUGIN_TIMEOUT',
      message: 'lock front: no answer in 5000 ms',
      retryable: true,
    })
    expect(table.asks.answer(table.sent[0] ?? 0, null)).toBe(false)
  })

  it('that cannot be sent fails with why, and leaves nothing waiting', async () => {
    const table = new Table()
    const asking = table.asks.ask('lock front', LIMIT, () => {
      throw new RangeError('too large')
    })
    await expect(asking).rejects.toThrow('too large')
    expect(table.clock.nextWake()).toBeNull()
  })

  it(`beyond ${ASKS_MAX} is not even sent, until one of them is answered`, async () => {
    const table = new Table()
    const waiting = Array.from({ length: ASKS_MAX }, () => table.ask())
    await expect(table.ask()).rejects.toMatchObject({
      code: 'HUB_PLUGIN_BUSY',
      message: 'lock front: 64 requests wait already',
      retryable: true,
    })
    expect(table.sent).toHaveLength(ASKS_MAX)
    table.asks.answer(1, null)
    await waiting[0]
    waiting.push(table.ask())
    expect(table.sent).toHaveLength(ASKS_MAX + 1)
    const down = new Error('down')
    const all = Promise.allSettled(waiting.slice(1))
    table.asks.failAll(down)
    for (const each of await all) expect(each).toEqual({ status: 'rejected', reason: down })
    expect(table.clock.nextWake()).toBeNull()
  })
})
