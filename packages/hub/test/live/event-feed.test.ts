// The stream of events at its edges: it may begin, and somebody may join or leave, in the very moment of a write.
import { setImmediate as turn } from 'node:timers/promises'
import type { LiveEvent } from '@portico/protocol'
import type { Batch } from '@portico/ports'
import { MemoryJournal } from '@portico/testing'
import { expect, test } from 'vitest'
import { EventFeed } from '../../src/live/event-feed.ts'
import { TestHub } from '../support/test-hub.ts'
import { write } from '../support/told-events.ts'

/** Calls back when the disk has it and nobody was told yet. */
class WatchedJournal extends MemoryJournal {
  onWritten: (() => void) | null = null

  override async append(batch: Batch): Promise<void> {
    await super.append(batch)
    this.onWritten?.()
  }
}

const joining = (events: LiveEvent[], after: number | null, ended = new AbortController()) => ({
  after,
  simulated: true,
  signal: ended.signal,
  onReady: () => {},
  onMissed: async (missed: readonly LiveEvent[]) => void events.push(...missed),
  onLive: (live: readonly LiveEvent[]) => void events.push(...live),
})

test('a line that was written before it began, and is told only now, is no news', async () => {
  const journal = new WatchedJournal()
  await using hub = await TestHub.open({ journal })
  const told: LiveEvent[] = []
  let feed: EventFeed | null = null
  journal.onWritten = () => {
    journal.onWritten = null
    feed = new EventFeed(hub.runtime, hub.clock)
    void feed.join(joining(told, null))
  }
  await write(hub, 3)
  expect(feed).not.toBeNull()
  expect(told).toEqual([])
  await write(hub, 1)
  expect(told.map(({ seq }) => seq)).toEqual([hub.seq])
})

test('whoever leaves while he is brought up to date hears no more', async () => {
  await using hub = await TestHub.open()
  using feed = new EventFeed(hub.runtime, hub.clock)
  await write(hub, 1_200)
  const ended = new AbortController()
  const told: LiveEvent[] = []
  const { onMissed, ...rest } = joining(told, -1, ended)
  await feed.join({
    ...rest,
    onMissed: async (missed) => {
      await onMissed(missed)
      ended.abort()
    },
  })
  const heard = told.length
  expect(heard).toBeLessThanOrEqual(500)
  await write(hub, 1)
  expect(told).toHaveLength(heard)
})

test('what is written while a portion is on its way comes after it, once', async () => {
  await using hub = await TestHub.open()
  using feed = new EventFeed(hub.runtime, hub.clock)
  const from = hub.seq
  await write(hub, 700)
  const told: LiveEvent[] = []
  const { onMissed, ...rest } = joining(told, from)
  let portions = 0
  using _ = await feed.join({
    ...rest,
    onMissed: async (missed) => {
      portions += 1
      if (portions < 4) await write(hub, 2)
      await onMissed(missed)
    },
  })
  await write(hub, 2)
  expect(told.map(({ seq }) => seq)).toEqual(
    Array.from({ length: hub.seq - from }, (_each, n) => from + 1 + n),
  )
})

test('is told of what became durable at the end of the turn: whoever decided it acts first', async () => {
  await using hub = await TestHub.open()
  using feed = new EventFeed(hub.runtime, hub.clock)
  const told: LiveEvent[] = []
  using _ = await feed.join(joining(told, null))
  const line = { door: null, session: null, type: 'Audit', cause: 'runtime', data: { what: 'looked' } }
  await hub.runtime.journal.append({ lines: [line] })
  expect(told).toEqual([])
  await hub.runtime.journal.append({ lines: [line] })
  await turn()
  expect(told.map(({ seq }) => seq)).toEqual([hub.seq - 1, hub.seq])
})
