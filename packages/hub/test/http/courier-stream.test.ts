// The courier's page, live: what it is told and when, how many streams are kept, and that none outlives the hub.
import { expect, test } from 'vitest'
import { STREAMS_MAX, STREAMS_PER_PASS_MAX } from '../../src/http/courier-streams.ts'
import { EventStream } from '../support/event-stream.ts'
import { TestHub } from '../support/test-hub.ts'
import { turns, until } from '../support/until.ts'

const streamOf = (hub: TestHub, pass: string): Promise<EventStream> =>
  EventStream.open(`${hub.streetUrl}/c/${pass}/events`)

const statesOf = ({ told }: EventStream): string[] =>
  told.map(({ state, letter }) => (letter === null ? state : `${state} ${letter}`))

test('each change of the page is told once, from the first to the last, as the page itself shows it', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner()
  await hub.armed()
  const pass = await hub.begin()
  using stream = await streamOf(hub, pass)
  expect(stream.response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
  await stream.untilTold(1)
  await hub.arrive(pass)
  await stream.untilTold(2)
  expect(stream.told.at(-1)).toEqual((await hub.street(`GET /c/${pass}`)).body)
  const { sid } = hub
  await hub.approve(owner)
  await hub.pass(3)
  hub.door.do({ type: 'open', from: 'outside', wide: true })
  await hub.pass(3)
  hub.door.do({ type: 'close' })
  await hub.sealed(sid)
  await until('the thanks', () => statesOf(stream).at(-1) === 'thanks')
  expect(statesOf(stream)).toEqual(['welcome', 'wait C', 'open', 'place', 'close G', 'thanks'])
})

test('what others do in the house is not told, and a countdown that runs is no change', async () => {
  await using hub = await TestHub.open()
  const pass = await hub.arrived()
  using stream = await streamOf(hub, pass)
  await stream.untilTold(1)
  await hub.claim('JD000000000000000009')
  await hub.token('read')
  await hub.pass(30)
  await until('two heartbeats', () => stream.text.split(':\n\n').length === 3)
  expect(statesOf(stream)).toEqual(['wait C'])
})

test('a page that time alone changes is told by the next heartbeat', async () => {
  await using hub = await TestHub.open()
  const pass = await hub.arrived()
  using stream = await streamOf(hub, pass)
  await hub.pass(61)
  await until('the no', () => statesOf(stream).at(-1) === 'refused A')
  await hub.pass(9 * 60 + 45)
  await turns()
  expect(statesOf(stream)).toEqual(['wait C', 'refused A'])
  await hub.pass(30)
  await until('the welcome', () => statesOf(stream).at(-1) === 'welcome')
})

test('four streams of one pass are kept; a fifth is told to come again, and one that ends makes place', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const [pass, other] = [await hub.begin(), await hub.begin()]
  const streams: EventStream[] = []
  for (let n = 0; n < STREAMS_PER_PASS_MAX; n++) streams.push(await streamOf(hub, pass))
  const fifth = await hub.street(`GET /c/${pass}/events`)
  expect([fifth.status, fifth.body, fifth.headers['retry-after']]).toEqual([
    503,
    { code: 'HUB_HTTP_BUSY', message: expect.any(String) },
    '1',
  ])
  using another = await streamOf(hub, other)
  await another.untilTold(1)
  streams.pop()?.[Symbol.dispose]()
  const again = await until('a place', async () => {
    const stream = await streamOf(hub, pass)
    if (stream.response.statusCode === 200) return stream
    stream[Symbol.dispose]()
    return null
  })
  for (const stream of [...streams, again]) stream[Symbol.dispose]()
})

test('a listener keeps so many streams and no more', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const visit = hub.runtime.visits.all[0]
  if (!visit) throw new Error('no visit')
  const streams: EventStream[] = []
  while (streams.length < STREAMS_MAX) {
    const pass = await hub.runtime.desk.mintPass(visit)
    for (let n = 0; n < STREAMS_PER_PASS_MAX; n++) streams.push(await streamOf(hub, pass))
  }
  expect(new Set(streams.map(({ response }) => response.statusCode))).toEqual(new Set([200]))
  const pass = await hub.runtime.desk.mintPass(visit)
  expect((await hub.street(`GET /c/${pass}/events`)).status).toBe(503)
  // The page itself is served still.
  expect((await hub.street(`GET /c/${pass}`)).status).toBe(200)
  for (const stream of streams) stream[Symbol.dispose]()
})

test('a hub that stops ends its streams', async () => {
  const hub = await TestHub.open()
  await hub.armed()
  const stream = await streamOf(hub, await hub.begin())
  await stream.untilTold(1)
  await hub[Symbol.asyncDispose]()
  expect(await until('the end of the stream', () => stream.isOver)).toBe(true)
})
