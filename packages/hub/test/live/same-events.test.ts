// The journal as it is told: the same events in one shape on `/live`, on `/ws/events` and page by page.
import { EventsPage, LiveEvent, LiveReady } from '@portico/protocol'
import { expect, test } from 'vitest'
import { misfits } from '../support/fitting.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { TestHub } from '../support/test-hub.ts'
import { eventsUrl, newestTold, toldAfter } from '../support/told-events.ts'
import { until } from '../support/until.ts'

test('a whole visit is the same on both sockets, in the pages and in the journal, and fits its schema', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const from = hub.seq
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  using plain = await PlainSocket.open(eventsUrl(hub), headers)
  await plain.untilTold(1)
  expect(screen.transport).toBe('websocket')
  await hub.delivered(headers)
  const told = toldAfter(hub, from)
  await screen.untilSeq(newestTold(hub))
  await until('the last event', () => plain.events.at(-1)?.seq === screen.events.at(-1)?.seq)
  expect(screen.events).toEqual(told)
  expect(plain.events).toEqual(told)
  const page = await hub.ask(`GET /api/v1/events?after=${from}&limit=1000`, { headers })
  expect(page.body.events).toEqual(told)
  for (const event of screen.events) expect(misfits(LiveEvent, event)).toEqual([])
  expect(misfits(EventsPage, page.body)).toEqual([])
  // What is of use to the hub alone is in the journal and is not told.
  const types = new Set(hub.runtime.lines({ after: from, limit: 10_000 }).map(({ type }) => type))
  expect([...types]).toEqual(expect.arrayContaining(['FrameStored', 'EffectSent', 'SessionArmed']))
  expect(screen.events.map(({ type }) => type)).not.toContain('EffectSent')
})

test('the first word says where the stream stands, in the same words on both', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  using plain = await PlainSocket.open(eventsUrl(hub), headers)
  await plain.untilTold(1)
  const stands = { ready: true, seq: hub.seq, gap: false, simulated: true, wall: expect.any(Number) }
  expect(screen.ready).toEqual(stands)
  expect(plain.told).toEqual([stands])
  expect(misfits(LiveReady, screen.ready)).toEqual([])
  expect(screen.heard[0]).toBe('ready')
})

test('page by page nothing is lost either, whatever the size of a page', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.token('read')
  await hub.delivered(await hub.owner())
  // Its first use is an event of its own.
  await hub.ask('GET /api/v1/me', { headers })
  const all = toldAfter(hub, -1)
  for (const limit of [1, 2, 7, 1000]) {
    const told: unknown[] = []
    let after = -1
    for (;;) {
      const { body } = await hub.ask(`GET /api/v1/events?after=${after}&limit=${limit}`, { headers })
      expect(body.events.length).toBeLessThanOrEqual(limit)
      told.push(...body.events)
      if (body.seq === after) break
      after = body.seq
    }
    expect(told).toEqual(all)
    expect(after).toBe(hub.seq)
  }
  for (const query of ['limit=0', 'limit=1001', 'after=-2', 'after=x', 'after=1e400', 'before=1'])
    expect((await hub.ask(`GET /api/v1/events?${query}`, { headers })).status).toBe(400)
  const beyond = await hub.ask('GET /api/v1/events?after=1000000', { headers })
  expect(beyond.body).toEqual({ events: [], seq: 1_000_000 })
})
