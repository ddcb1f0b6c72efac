// Screens on `/live`: how they get in, and what the house tells them besides events.
import { createHash } from 'node:crypto'
import { AlarmMessage, PictureHead, RingMessage, alarmWords } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { misfits } from '../support/fitting.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { FRONT, TestHub } from '../support/test-hub.ts'
import { turns, until } from '../support/until.ts'

const hashOf = (bytes: unknown): string =>
  createHash('sha256')
    .update(bytes as Buffer)
    .digest('hex') // cast: checked to be bytes by its caller

describe('a screen gets in', () => {
  test('with the cookie of its browser, over a real WebSocket from the first word', async () => {
    await using hub = await TestHub.open()
    using screen = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
    expect(screen.transport).toBe('websocket')
  })
  test('and the page of a person is taken for one that may look soon; a program and a display are not', async () => {
    await using hub = await TestHub.open()
    using program = await LiveScreen.open(hub.houseUrl, { headers: await hub.token('read', 'camera') })
    expect([program.transport, hub.viewers.expected]).toEqual(['websocket', 0])
    using page = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
    expect([page.transport, hub.viewers.expected]).toEqual(['websocket', 1])
  })
  test('with a token, as header or in the handshake, also by polling first, and ends on a WebSocket', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.token('read')
    const auth = { token: headers.authorization.replace('Bearer ', '') }
    for (const order of [{ headers }, { auth }]) {
      using screen = await LiveScreen.open(hub.houseUrl, { ...order, transports: ['polling', 'websocket'] })
      await until('the upgrade', () => screen.transport === 'websocket')
    }
    using poller = await LiveScreen.open(hub.houseUrl, { headers, transports: ['polling'] })
    await hub.claim()
    await poller.untilEvent('ParcelObserved')
    expect(poller.transport).toBe('polling')
  })
  test('and nobody else does: the words are the same as at every other door', async () => {
    await using hub = await TestHub.open()
    const { cookie, origin } = await hub.owner()
    const signIn = { code: 'HUB_HTTP_SIGN_IN', message: 'sign in, or send a token' }
    expect(await LiveScreen.refused(hub.houseUrl)).toEqual(signIn)
    expect(await LiveScreen.refused(hub.houseUrl, { auth: { token: 'nonsense' } })).toEqual(signIn)
    // A token that is none does not make the cookie beside it count.
    expect(
      await LiveScreen.refused(hub.houseUrl, { headers: { cookie, origin }, auth: { token: 'nonsense' } }),
    ).toEqual(signIn)
    expect(await LiveScreen.refused(hub.houseUrl, { headers: await hub.token('camera') })).toEqual({
      code: 'HUB_HTTP_FORBIDDEN',
      message: 'this needs read',
    })
  })
  test('only to /live: nothing is at any other name', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    expect(await LiveScreen.refused(hub.houseUrl, { headers, namespace: '/' })).toEqual({
      code: 'HUB_HTTP_NOT_FOUND',
      message: 'nothing is here',
    })
    expect(await LiveScreen.refused(hub.houseUrl, { headers, namespace: '/admin' })).not.toBeNull()
  })
  test('never on the street', async () => {
    await using hub = await TestHub.open()
    const headers = { ...(await hub.owner()), origin: hub.streetUrl }
    expect(await LiveScreen.refused(hub.streetUrl, { headers })).not.toBeNull()
    expect((await hub.street('GET /socket.io/?EIO=4&transport=polling')).status).toBe(404)
  })
})

describe('the photo of a drop-off', () => {
  test('is pushed as bytes to whoever may see pictures, once, and to nobody else', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    using wall = await LiveScreen.open(hub.houseUrl, { headers: await hub.token('read', 'camera') })
    using blind = await LiveScreen.open(hub.houseUrl, {
      headers: await hub.token('read', 'arm', 'presence', 'pass'),
    })
    const sid = await hub.delivered(headers)
    for (const each of [screen, wall]) {
      const { head, bytes } = await until('the photo', () => each.pictures[0])
      expect(bytes).toBeInstanceOf(Buffer)
      expect(misfits(PictureHead, head)).toEqual([])
      expect(head).toMatchObject({ kind: 'photo', door: 'front', session: sid, camera: 'hall' })
      expect(hashOf(bytes)).toBe(head.sha256)
      // The same bytes that can be fetched later.
      expect((await hub.ask(`GET /api/v1/sessions/${sid}/photo`, { headers })).bytes).toEqual(bytes)
    }
    await until('the end of the visit', () => blind.events.some(({ type }) => type === 'SessionClosed'))
    await turns()
    expect([screen.pictures.length, wall.pictures.length, blind.pictures.length]).toEqual([1, 1, 0])
  })
})

describe('the bell', () => {
  test('rings on every screen, and who rings is seen by whoever may see pictures', async () => {
    await using hub = await TestHub.open()
    using screen = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
    using blind = await LiveScreen.open(hub.houseUrl, { headers: await hub.token('read') })
    hub.house.ring(FRONT)
    const { head, bytes } = await until('the picture', () => screen.pictures[0])
    expect(misfits(PictureHead, head)).toEqual([])
    expect(head).toMatchObject({ kind: 'ring', door: 'front', session: null, camera: 'porch', ageMs: 80 })
    expect(hashOf(bytes)).toBe(head.sha256)
    await until('the ring', () => blind.rings.length > 0)
    for (const { rings } of [screen, blind]) {
      expect(rings).toEqual([{ door: 'front', wall: hub.clock.wall() }])
      expect(misfits(RingMessage, rings[0])).toEqual([])
    }
    expect(screen.heard.indexOf('ring')).toBeLessThan(screen.heard.indexOf('picture'))
    await turns()
    expect(blind.pictures).toEqual([])
  })
  test('shows a picture that an approval may name', async () => {
    await using hub = await TestHub.open()
    using screen = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
    await hub.arrived()
    hub.house.ring(FRONT)
    const { head } = await until('the picture', () => screen.pictures[0])
    const approval = { session: hub.sid, try: 0, picture: head.sha256 }
    expect(await screen.command('approve', approval)).toEqual({ ok: true })
  })
  test('rings without a picture when the camera gives none', async () => {
    await using hub = await TestHub.open()
    using screen = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
    hub.cameras.how = 'silent'
    hub.house.ring(FRONT)
    await until('the ring', () => screen.rings.length === 1)
    await until('the note in the log', () =>
      hub.logged.some((line) => line.includes('no picture of who rings')),
    )
    expect(screen.pictures).toEqual([])
  })
  test('takes no picture when nobody looks', async () => {
    await using hub = await TestHub.open()
    hub.house.ring(FRONT)
    await turns()
    expect(hub.cameras.stills).toBe(0)
  })
})

describe('an alarm', () => {
  test('is told to every screen with its words, again and louder until a person answers', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    using wall = await LiveScreen.open(hub.houseUrl, { headers: await hub.token('read') })
    await hub.arrived()
    await hub.approve(headers)
    await hub.pass(3)
    hub.door.do({ type: 'open', from: 'outside', wide: true })
    // The courier stays, and stays.
    await hub.pass(90)
    const [alarm] = (await hub.ask('GET /api/v1/alarms', { headers })).body
    expect(alarm).toBeDefined()
    const told = await until('a louder call', () => {
      const calls = wall.alarms.filter((call) => call.alarm === alarm.id)
      return calls.some(({ level }) => level > 0) && calls
    })
    expect(told[0]).toMatchObject({
      door: 'front',
      kind: alarm.kind,
      level: 0,
      words: alarm.words,
      act: alarm.act,
    })
    for (const call of [...screen.alarms, ...wall.alarms]) expect(misfits(AlarmMessage, call)).toEqual([])
    expect(alarmWords[told[0]?.kind ?? 'FIRE'].owner).toBe(alarm.words)
    // A screen says that it shows it; a token's may say so as well.
    expect(await wall.command('delivered', { alarm: alarm.id })).toEqual({ ok: true })
    expect(await wall.command('acknowledge', { alarm: alarm.id })).toMatchObject({
      code: 'HUB_HTTP_FORBIDDEN',
    })
    expect(await screen.command('acknowledge', { alarm: alarm.id, secureByEye: true })).toEqual({ ok: true })
    expect((await hub.ask('GET /api/v1/alarms', { headers })).body).toEqual([])
    const acknowledged = await screen.untilEvent('AlarmAcknowledged')
    expect(acknowledged.data).toMatchObject({ alarm: alarm.id, face: 'owner-page', secureByEye: true })
  })
})
