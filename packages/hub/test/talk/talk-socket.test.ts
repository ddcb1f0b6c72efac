// `/ws/talk/<camera>`: who may speak, one at a time, within bounds, and what ends it.
import { seconds } from '@portico/core'
import { TalkHead } from '@portico/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  CLOSE_FORM,
  CLOSE_LOST,
  CLOSE_NO_EAR,
  CLOSE_OVER,
  CLOSE_PRIVATE,
  CLOSE_SILENT,
  CLOSE_TAKEN,
  CLOSE_TOO_MUCH,
  SOUND_FRAME_MAX,
} from '../../src/talk/talk-socket.ts'
import { misfits } from '../support/fitting.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

let hub: TestHub
let owner: { readonly cookie: string; readonly origin: string }
beforeEach(async () => {
  hub = await TestHub.open()
  owner = await hub.owner('Anna')
})
afterEach(() => hub[Symbol.asyncDispose]())

const url = (camera = 'porch'): string => `${hub.houseUrl}/ws/talk/${camera}`
const frame = (byte: number, length = 160): Buffer => Buffer.alloc(length, byte)

/** Somebody whom the camera hears. */
async function speaker(headers: Record<string, string> = owner, camera = 'porch'): Promise<PlainSocket> {
  const socket = await PlainSocket.open(url(camera), headers)
  await socket.untilTold(1)
  return socket
}

const heard = (camera = 'porch'): readonly number[] => hub.speakers.heard.get(camera) ?? []
const audits = (): readonly unknown[] =>
  hub.lines.filter(({ type, data }) => type === 'Audit' && data['what'] === 'talked').map(({ data }) => data)

describe('who may', () => {
  test('T22: a person and a display inside; it stands in the audit, with name of camera and face', async () => {
    const display = await hub.display({ place: 'inside' }, owner)
    for (const headers of [owner, display]) {
      // oxlint-disable-next-line no-await-in-loop
      using socket = await speaker(headers)
      expect(misfits(TalkHead, socket.told[0])).toEqual([])
      socket[Symbol.dispose]()
      // oxlint-disable-next-line no-await-in-loop
      await until('the camera to be free', () => hub.speakers.open.size === 0)
    }
    await until('two lines', () => audits().length === 2)
    expect(audits()).toMatchObject([
      { camera: 'porch', kind: 'live', face: 'owner-page', on: ['front'] },
      { camera: 'porch', kind: 'live', face: 'display', on: ['front'] },
    ])
  })

  test('T11: nobody else: no stranger, no token whatever its scopes, no display beside a door, no page of somebody else', async () => {
    const doorSide = await hub.display({ place: 'door-side', door: 'front' }, owner)
    const token = await hub.token('read', 'camera', 'arm', 'presence')
    const refusals = await Promise.all(
      [{}, token, doorSide, { ...owner, origin: 'https://elsewhere.example' }].map((headers) =>
        PlainSocket.refused(url(), headers),
      ),
    )
    expect(refusals.map((refusal) => refusal?.status)).toEqual([401, 403, 403, 403])
    expect(hub.speakers.open.size).toBe(0)
  })
})

describe('what is said', () => {
  test('reaches the camera in order, from the moment it listens; nothing before, and nothing behind the end', async () => {
    const gate = Promise.withResolvers<void>()
    hub.speakers.gate = gate.promise
    using socket = await PlainSocket.open(url(), owner)
    socket.send(frame(1))
    // Whoever comes behind it is answered: the hub has read it.
    using behind = await PlainSocket.open(url(), await hub.owner('Bob'))
    expect((await behind.ended).code).toBe(CLOSE_TAKEN)
    gate.resolve()
    await socket.untilTold(1)
    socket.send(frame(2, 2))
    socket.send(frame(3, 1))
    await until('three bytes', () => heard().length >= 3)
    expect(heard()).toEqual([2, 2, 3])
    socket[Symbol.dispose]()
    await until('the camera to be let go', () => !hub.speakers.open.has('porch'))
  })

  test('a button that was let go while the camera began leaves nobody speaking', async () => {
    const gate = Promise.withResolvers<void>()
    hub.speakers.gate = gate.promise
    const socket = await PlainSocket.open(url(), owner)
    socket[Symbol.dispose]()
    await socket.ended
    gate.resolve()
    using again = await (async () => {
      await until('the first to be over', async () => {
        const next = await PlainSocket.open(url(), owner)
        await Promise.race([next.untilTold(1), next.ended])
        if (next.isOpen) return (next[Symbol.dispose](), true)
        return false
      })
      return speaker()
    })()
    expect(again.isOpen).toBe(true)
  })
})

describe('one at a time', () => {
  test('the second is told who speaks, at each camera for itself', async () => {
    using first = await speaker()
    const bob = await hub.owner('Bob')
    using second = await PlainSocket.open(url(), bob)
    expect(await second.ended).toEqual({ code: CLOSE_TAKEN, reason: 'Anna speaks there now' })
    using other = await speaker(bob, 'hall')
    expect([first.isOpen, other.isOpen]).toEqual([true, true])
  })
})

describe('what ends it', () => {
  test.each([
    ['a frame that is too large', (): Buffer => frame(1, SOUND_FRAME_MAX + 1), CLOSE_FORM],
    ['an empty one', (): Buffer => Buffer.alloc(0), CLOSE_FORM],
    ['text', (): string => '{}', CLOSE_FORM],
    ['more than the server reads', (): Buffer => frame(1, 8_000), 1009],
  ])('%s', async (_, made, code) => {
    using socket = await speaker()
    socket.send(made())
    expect((await socket.ended).code).toBe(code)
    await until('the camera to be let go', () => hub.speakers.open.size === 0)
  })

  test('sound that comes faster than anybody speaks', async () => {
    using socket = await speaker()
    for (let sent = 0; sent < 60; sent += 1) socket.send(frame(1, SOUND_FRAME_MAX))
    expect((await socket.ended).code).toBe(CLOSE_TOO_MUCH)
    expect(heard().length).toBeLessThanOrEqual(16_000)
  })

  test('silence, and a minute', async () => {
    using silent = await speaker()
    await hub.clock.advance(seconds(5))
    expect((await silent.ended).code).toBe(CLOSE_SILENT)
    await until('the camera to be let go', () => hub.speakers.open.size === 0)
    using long = await speaker()
    for (let second = 0; second < 60; second += 1) {
      long.send(frame(1))
      // oxlint-disable-next-line no-await-in-loop
      await until('it to be heard', () => heard().length >= (second + 1) * 160)
      // oxlint-disable-next-line no-await-in-loop
      await hub.clock.advance(seconds(1))
    }
    expect((await long.ended).code).toBe(CLOSE_OVER)
  })

  test('the end of the login, of the display, and of the hub', async () => {
    using socket = await speaker()
    await hub.ask('POST /api/v1/sign-out', { headers: owner })
    expect(await socket.ended).toEqual({ code: 4401, reason: 'signed-out' })
    await until('the camera to be let go', () => hub.speakers.open.size === 0)
    const again = await hub.owner('Anna')
    const display = await hub.display({ place: 'inside' }, again)
    using wall = await speaker(display)
    await hub.ask(`POST /api/v1/displays/${display.id}/revoke`, { headers: again })
    expect((await wall.ended).code).toBe(4401)
  })

  test('the camera that leaves in the middle: whoever speaks is told, and the next one may', async () => {
    using socket = await speaker()
    hub.speakers.open.delete('porch')
    hub.hub.voice.lost('porch')
    expect(await socket.ended).toEqual({ code: CLOSE_LOST, reason: 'the camera is gone' })
    using next = await speaker()
    expect(next.isOpen).toBe(true)
  })

  test.each([
    ['HUB_CAMERA_PRIVATE', CLOSE_PRIVATE],
    ['HUB_CAMERA_NO_TALK', CLOSE_NO_EAR],
    ['HUB_CAMERA_TALK_LOST', CLOSE_LOST],
    ['HUB_MEDIA_DOWN', CLOSE_LOST],
  ])('a camera that says %s', async (code, closed) => {
    hub.speakers.failing.set('porch', code)
    using socket = await PlainSocket.open(url(), owner)
    expect(await socket.ended).toEqual({ code: closed, reason: code })
    expect(audits()).toEqual([])
    hub.speakers.failing.clear()
    using next = await speaker()
    expect(next.isOpen).toBe(true)
  })

  test('a camera that nobody has', async () => {
    using socket = await PlainSocket.open(url('cellar'), owner)
    expect((await socket.ended).code).toBe(CLOSE_NO_EAR)
  })
})

test('whoever speaks has answered the bell: every screen is told by whom', async () => {
  const told: unknown[] = []
  using _ = hub.house.announcements.follow((announcement) => {
    if (announcement.type === 'answered') told.push(announcement)
  })
  using socket = await speaker()
  expect(socket.isOpen).toBe(true)
  expect(told).toEqual([{ type: 'answered', door: 'front', by: 'Anna', words: null }])
})
