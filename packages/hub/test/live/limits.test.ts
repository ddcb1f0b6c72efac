// How many sockets a listener keeps, and what becomes of upgrades to anything else: none is left hanging.
import { hours } from '@portico/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOCKETS_MAX } from '../../src/live/open-sockets.ts'
import { HeldJournal } from '../support/held-journal.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { sendRaw } from '../support/raw-request.ts'
import { TestHub } from '../support/test-hub.ts'
import { eventsUrl } from '../support/told-events.ts'
import { until } from '../support/until.ts'

let hub: TestHub
let headers: Record<string, string>
beforeAll(async () => {
  hub = await TestHub.open()
  headers = await hub.owner()
})
afterAll(() => hub[Symbol.asyncDispose]())

const BUSY = { code: 'HUB_HTTP_BUSY', message: 'This is not possible at the moment.' }

test('both kinds of sockets and pictures count together; beyond that everybody is told to come again', async () => {
  const [screens, viewers] = [20, 2]
  const open: Disposable[] = []
  for (let n = 0; n < screens; n++) open.push(await LiveScreen.open(hub.houseUrl, { headers }))
  for (let n = 0; n < viewers; n++)
    open.push(await PlainSocket.open(`${hub.houseUrl}/ws/live/porch`, headers))
  const plain = Array.from({ length: SOCKETS_MAX - screens - viewers }, () =>
    PlainSocket.open(eventsUrl(hub), headers),
  )
  open.push(...(await Promise.all(plain)))
  expect(await PlainSocket.refused(eventsUrl(hub), headers)).toEqual({ status: 503, body: BUSY })
  expect(await PlainSocket.refused(`${hub.houseUrl}/ws/live/porch`, headers)).toEqual({
    status: 503,
    body: BUSY,
  })
  expect(await LiveScreen.refused(hub.houseUrl, { headers })).not.toBeNull()
  // Requests are served all the same.
  expect((await hub.ask('GET /api/v1/doors', { headers })).status).toBe(200)
  open.shift()?.[Symbol.dispose]()
  open.push(await until('a place', () => PlainSocket.open(eventsUrl(hub), headers).catch(() => null)))
  for (const socket of open) socket[Symbol.dispose]()
})

test('a crowd that comes in one moment gets no more places than there are', async () => {
  await using home = await TestHub.open()
  const owner = await home.owner()
  const crowd = await Promise.all(
    Array.from({ length: SOCKETS_MAX + 60 }, (_, n) =>
      n % 3 === 0
        ? LiveScreen.try(home.houseUrl, { headers: owner })
        : PlainSocket.open(eventsUrl(home), owner).catch((error: Error) => error),
    ),
  )
  const inside = crowd.flatMap((each) => (each instanceof Error ? [] : [each]))
  expect(inside).toHaveLength(SOCKETS_MAX)
  for (const each of inside) each[Symbol.dispose]()
})

test('a socket whose guard waits for a slow disk is not hung up on by the other kind', async () => {
  const journal = new HeldJournal()
  await using home = await TestHub.open({ journal })
  const owner = await home.owner()
  // The first use of a login on another day is written down.
  home.clock.jump({ wall: hours(25) })
  journal.hold()
  const opening = PlainSocket.open(eventsUrl(home), owner)
  await until('the guard to wait for the disk', () => journal.waiting > 0)
  // socket.io left to itself cuts every line after a second that is not answered by then.
  const longer = performance.now() + 1_100
  await until('longer than a second', () => performance.now() > longer)
  journal.release()
  using socket = await opening
  await socket.untilTold(1)
  expect(socket.told[0]).toMatchObject({ ready: true })
})

test('an upgrade to nothing is answered and its line is cut', async () => {
  const upgrade = (path: string): Promise<string> =>
    sendRaw(
      hub.houseUrl,
      [
        `GET ${path} HTTP/1.1`,
        `Host: ${new URL(hub.houseUrl).host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        '\r\n',
      ].join('\r\n'),
    )
  for (const path of ['/nothing', '/ws', '/ws/events/more', '/socket.io', '/live'])
    expect(await upgrade(path)).toMatch(/^HTTP\/1\.1 404 /)
  // What a guard refuses is let go as well: the limits of time of plain requests do not reach it any more.
  for (const path of ['/api/v1/doors', '/ws/events', '/ws/live/porch'])
    expect(await upgrade(path)).toMatch(/^HTTP\/1\.1 401 /)
  for (const query of ['EIO=3&transport=websocket', 'EIO=4&transport=nonsense', ''])
    expect(await upgrade(`/socket.io/?${query}`)).toMatch(/HTTP\/1\.1 400 /)
})

test('a route that is no socket says goodbye at once', async () => {
  using socket = await PlainSocket.open(`${hub.houseUrl}/healthz`)
  await socket.ended
  expect(socket.frames).toEqual([])
})

test('an upgrade to something else than a WebSocket, and one on the street, become none', async () => {
  const head = (base: string, to: string, path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: ${new URL(base).host}\r\nConnection: Upgrade, close\r\nUpgrade: ${to}\r\n\r\n`
  for (const path of ['/ws/events', '/healthz', '/nothing'])
    expect(await sendRaw(hub.houseUrl, head(hub.houseUrl, 'h2c', path))).not.toMatch(/^HTTP\/1\.1 101 /)
  for (const path of ['/ws/events', '/ws/live/porch', '/nothing'])
    expect(await sendRaw(hub.streetUrl, head(hub.streetUrl, 'websocket', path))).toMatch(/^HTTP\/1\.1 404 /)
})

test('a hub that stops says goodbye to every socket and waits for none', async () => {
  const home = await TestHub.open()
  const owner = await home.owner()
  const screen = await LiveScreen.open(home.houseUrl, { headers: owner })
  const events = await PlainSocket.open(eventsUrl(home), owner)
  const mute = await PlainSocket.open(eventsUrl(home), owner)
  mute.pause()
  await home[Symbol.asyncDispose]()
  expect(await screen.ended).toMatch(/io server disconnect|transport close/)
  expect(await events.ended).toEqual({ code: 1001, reason: 'stopping' })
  mute.resume()
  await mute.ended
})
