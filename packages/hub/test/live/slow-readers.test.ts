// Those who do not read, say too much or go silent: each is let go within a bound, may resume, and costs nobody else
// anything.
import { expect, test } from 'vitest'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { TestHub } from '../support/test-hub.ts'
import { eventsUrl, toldAfter, write } from '../support/told-events.ts'
import { turns, until } from '../support/until.ts'

interface Flood {
  readonly times: number
  readonly lines: number
  readonly letters: number
}

/** More than the buffers of the system and the hub together: the one is bounded in bytes, the other in events. */
const heavy: Flood = { times: 25, lines: 30, letters: 16 * 1024 }
const many: Flood = { times: 40, lines: 100, letters: 2 * 1024 }

/** Goes on as soon as somebody who reads has got the last of it. */
async function flood(hub: TestHub, { times, lines, letters }: Flood, reader: Reader): Promise<void> {
  for (let n = 0; n < times; n++) {
    await write(hub, lines, letters)
    await until('whoever reads to be told', () => reader.events.at(-1)?.seq === hub.seq)
  }
}

interface Reader {
  readonly events: readonly { readonly seq: number }[]
}

test('a plain socket that does not read is closed as too slow, and resumes with nothing lost', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.token('read')
  await hub.ask('GET /api/v1/me', { headers })
  const from = hub.seq
  using slow = await PlainSocket.open(eventsUrl(hub), headers)
  using quick = await PlainSocket.open(eventsUrl(hub), headers)
  await slow.untilTold(1)
  slow.pause()
  await flood(hub, heavy, quick)
  slow.resume()
  expect(await slow.ended).toEqual({ code: 4408, reason: 'too slow; resume' })
  const got = slow.events.map(({ seq }) => seq)
  expect(got.length).toBeLessThan(heavy.times * heavy.lines)
  using again = await PlainSocket.open(eventsUrl(hub, got.at(-1)), headers)
  await until('the rest', () => again.events.at(-1)?.seq === hub.seq)
  expect([...got, ...again.events.map(({ seq }) => seq)]).toEqual(toldAfter(hub, from).map(({ seq }) => seq))
})

test('a screen that does not read is let go, and another one is told everything', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using slow = await LiveScreen.open(hub.houseUrl, { headers })
  using quick = await LiveScreen.open(hub.houseUrl, { headers })
  slow.pause()
  await flood(hub, many, quick)
  slow.resume()
  await slow.ended
  expect(slow.events.length).toBeLessThan(many.times * many.lines)
  expect(quick.events).toHaveLength(many.times * many.lines)
})

test.each([
  ['a word', 'hello', 1003],
  ['a command', JSON.stringify({ type: 'approve' }), 1003],
  ['bytes', Buffer.of(1, 2, 3), 1003],
  ['more than it reads', 'x'.repeat(5 * 1024), 1009],
])('a plain socket that says something is closed: %s', async (_name, frame, code) => {
  await using hub = await TestHub.open({ street: false })
  const headers = await hub.owner()
  for (const path of ['/ws/events', '/ws/live/porch']) {
    using socket = await PlainSocket.open(hub.houseUrl + path, headers)
    socket.send(frame)
    const ended = await socket.ended
    expect([path, [code, 1006].includes(ended.code)]).toEqual([path, true])
  }
  // The hub takes no harm.
  expect((await hub.ask('GET /api/v1/me', { headers })).status).toBe(200)
  expect(hub.phase).toBe('idle')
})

test('a plain socket whose other side is gone is found out by its silence', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using mute = await PlainSocket.open(eventsUrl(hub), headers)
  using alive = await PlainSocket.open(eventsUrl(hub), headers)
  await alive.untilTold(1)
  mute.pause()
  for (let beat = 0; beat < 3; beat++) {
    await hub.pass(30)
    await until('the answer to a ping', () => alive.pings > beat)
    await turns(5)
  }
  mute.resume()
  expect((await mute.ended).code).toBe(1006)
  expect(alive.isOpen).toBe(true)
})
