// Goal: a program is let in by eight digits once, sees what its rights and doors allow and nothing else, and ends at one
// tap (threats G2, T4, T21). Method: the real routes and sockets over a home in virtual time.
import { actorId } from '@portico/core'
import { MemoryJournal } from '@portico/testing'
import type { FaceRight } from '@portico/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FACE_CODE_TRIES } from '../../src/faces/face-codes.ts'
import { FACES_MAX, createFaceBook } from '../../src/faces/face-book.ts'
import { allow, letIn } from '../support/let-in.ts'
import { OpenSockets } from '../../src/live/open-sockets.ts'
import { VIEWERS_MAX } from '../../src/live/camera-socket.ts'
import { WHEP_PER_CAMERA } from '../../src/live/whep-desk.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { routesOf } from '../support/routes-of.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const OFFER = 'v=0\r\na=ice-ufrag:seer\r\na=rtpmap:102 H264/90000\r\n'
const CODE = 'POST /api/v1/faces/code'
const CLAIM = 'POST /api/v1/faces/claim'
const OPEN = 'POST /api/v1/doors/front/open'
const LOCK = 'POST /api/v1/doors/front/lock'
const HOME = 'GET /api/v1/face/home'

describe('letting a program in', () => {
  test('takes the eight digits of a person, once, and tells a token that is kept as a hash', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const { status, body } = await hub.ask(CODE, { headers })
    expect([status, body]).toEqual([201, { code: expect.stringMatching(/^\d{8}$/), goodForMs: 300_000 }])
    const claim = { code: body.code, kind: 'homekit', name: 'Homebridge' }
    const claimed = await hub.ask(CLAIM, { body: claim })
    expect(claimed.body.token).toMatch(/^ptf_[\w-]{32}$/)
    expect(claimed.body.face).toMatchObject({
      kind: 'homekit',
      name: 'Homebridge',
      rights: ['see', 'camera', 'lock', 'refuse'],
      doors: null,
      isLive: false,
      bridge: null,
      peer: null,
    })
    const again = await hub.ask(CLAIM, { body: claim })
    expect([again.status, again.body.code]).toEqual([404, 'HUB_FACE_CODE'])
    const listed = await hub.ask('GET /api/v1/faces', { headers })
    expect(listed.body).toEqual([claimed.body.face])
    expect(hub.logged.join()).not.toContain(claimed.body.token)
    expect(JSON.stringify(hub.lines)).not.toContain(claimed.body.token.slice(4))
    expect((await hub.street(CLAIM, { body: claim })).status).toBe(404)
  })

  test('not after five minutes, nor with a code that was replaced', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const claim = async (code: string): Promise<number> =>
      (await hub.ask(CLAIM, { body: { code, kind: 'mqtt', name: 'MQTT' } })).status
    const late = (await hub.ask(CODE, { headers })).body.code
    await hub.pass(301)
    expect(await claim(late)).toBe(404)
    const first = (await hub.ask(CODE, { headers })).body.code
    const second = (await hub.ask(CODE, { headers })).body.code
    expect([await claim(first), await claim(second)]).toEqual([404, 201])
  })

  test('ends for everybody after ten wrong codes, and each is in the audit', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const { code } = (await hub.ask(CODE, { headers })).body
    const wrong = code === '00000000' ? '00000001' : '00000000'
    const claim = (typed: string): ReturnType<typeof hub.ask> =>
      hub.ask(CLAIM, { body: { code: typed, kind: 'mqtt', name: 'MQTT' } })
    for (let tries = 0; tries < FACE_CODE_TRIES.limit; tries++) expect((await claim(wrong)).status).toBe(404)
    expect((await claim(code)).status).toBe(429)
    expect(hub.audited('face-code-wrong')).toHaveLength(FACE_CODE_TRIES.limit)
    await hub.pass(601)
    expect((await claim(code)).status).toBe(404)
    expect((await letIn(hub)).id).toMatch(/^f_/)
  })

  test('is an adult’s: no child, token, display or face makes a code', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub)
    const { secret } = await hub.hub.people.mintLink('Kim', { role: 'child', by: null })
    const signed = await hub.ask('POST /api/v1/sign-in', { body: { link: secret } })
    const cookie = signed.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const who = [{ cookie, origin: hub.houseUrl }, await hub.token('read'), await hub.display(), face.headers]
    for (const headers of who) expect((await hub.ask(CODE, { headers })).status).toBe(403)
    expect((await hub.ask(CODE)).status).toBe(401)
  })

  test('there is a bound on how many there are', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    for (let count = 0; count < FACES_MAX; count++) await letIn(hub, 'mqtt', owner)
    const { code } = (await hub.ask(CODE, { headers: owner })).body
    const refused = await hub.ask(CLAIM, { body: { code, kind: 'mqtt', name: 'One more' } })
    expect([refused.status, refused.body.code]).toEqual([409, 'HUB_FACE_LIMIT'])
  })
})

describe('what a face may do', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await TestHub.open()
    await hub.delivered(await hub.owner())
  })
  afterAll(() => hub[Symbol.asyncDispose]())

  test('T4: every route that names no right of faces refuses one with all of them, and is noted', async () => {
    const face = await letIn(hub)
    await allow(hub, face.id, { rights: ['see', 'camera', 'lock', 'refuse', 'approve', 'open', 'codes'] })
    const open: string[] = []
    for (const route of await routesOf(hub.hub, 'house')) {
      const path = route.replaceAll(/:[a-z]+/g, 'front')
      const { status, body } = await hub.ask(path, { headers: face.headers })
      if (body?.code === 'HUB_HTTP_FORBIDDEN') expect([route, status]).toEqual([route, 403])
      else if (route.includes('/api/') || route.includes('/ws/') || route.includes('/whep/')) open.push(route)
    }
    expect(open.toSorted()).toEqual([
      'DELETE /whep/:camera/:session',
      'GET /api/v1/cameras/:id/still',
      'GET /api/v1/face/home',
      'GET /api/v1/me',
      'GET /api/v1/pins',
      'GET /whep/:camera',
      'GET /whep/:camera/:session',
      'GET /ws/listen/:camera',
      'GET /ws/live/:camera',
      'GET /ws/talk/:camera',
      'PATCH /whep/:camera/:session',
      'POST /api/v1/displays/pairings',
      'POST /api/v1/displays/pairings/claim',
      'POST /api/v1/doors/:id/lock',
      'POST /api/v1/doors/:id/open',
      'POST /api/v1/faces/claim',
      'POST /api/v1/pins',
      'POST /api/v1/pins/:id/revoke',
      'POST /api/v1/sessions/:id/abort',
      'POST /api/v1/sessions/:id/approve',
      'POST /api/v1/sessions/:id/deny',
      'POST /api/v1/sign-in',
      'POST /whep/:camera',
    ])
    expect(hub.notices('forbidden-command').map(({ by }) => by)).toContain(face.id)
    expect(hub.door.unlocks).toHaveLength(1)
  })

  test('without a right its command is refused before any door, and with it the door is asked', async () => {
    const face = await letIn(hub)
    const cases: readonly (readonly [string, FaceRight])[] = [
      [OPEN, 'open'],
      [LOCK, 'lock'],
      ['POST /api/v1/sessions/s_none/deny', 'refuse'],
      ['GET /api/v1/cameras/porch/still', 'camera'],
      [HOME, 'see'],
    ]
    for (const [route, right] of cases) {
      const others = (['see', 'camera', 'lock', 'refuse'] as const).filter((each) => each !== right)
      await allow(hub, face.id, { rights: others })
      const refused = await hub.ask(route, { headers: face.headers })
      expect([route, refused.status, refused.body.code]).toEqual([route, 403, 'HUB_HTTP_FORBIDDEN'])
      await allow(hub, face.id, { rights: [right] })
      expect([route, (await hub.ask(route, { headers: face.headers })).status]).not.toEqual([route, 403])
    }
  })

  test('its home names no parcel, number or person, and counts what is expected', async () => {
    const { headers, id } = await letIn(hub)
    const { body, bytes, status } = await hub.ask(HOME, { headers })
    expect([status, body]).toEqual([
      200,
      {
        face: id,
        home: 'Home',
        rights: ['see', 'camera', 'lock', 'refuse'],
        doors: [expect.objectContaining({ id: 'front', state: 'locked-proved' })],
        visits: [expect.objectContaining({ door: 'front', ask: null })],
        parcelsToday: 0,
        nextWindow: null,
        simulated: true,
      },
    ])
    for (const parcel of hub.runtime.deliveries.parcels)
      for (const secret of [parcel.id, parcel.number]) expect(bytes.toString()).not.toContain(secret)
    for (const person of hub.hub.people.all) expect(bytes.toString()).not.toContain(person.id)
    const me = await hub.ask('GET /api/v1/me', { headers })
    expect(me.body).toMatchObject({ kind: 'face', id, name: 'Home Assistant' })
  })

  test('a door that is not on its list is not there: no view, command, picture or event', async () => {
    const face = await letIn(hub)
    await allow(hub, face.id, { rights: ['see', 'camera', 'lock', 'refuse', 'open'] })
    const { headers } = face
    const changed = await hub.ask(`POST /api/v1/faces/${face.id}/rights`, {
      headers: await hub.owner(),
      body: { rights: ['see', 'camera', 'lock', 'refuse', 'open'], doors: [] },
    })
    expect(changed.status).toBe(200)
    expect((await hub.ask(HOME, { headers })).body).toMatchObject({ doors: [], visits: [], nextWindow: null })
    for (const route of [OPEN, LOCK, 'GET /api/v1/cameras/porch/still', 'GET /whep/porch'])
      expect([route, (await hub.ask(route, { headers })).status]).toEqual([route, 404])
    for (const path of ['live', 'listen', 'talk'])
      expect(await PlainSocket.refused(`${hub.houseUrl}/ws/${path}/porch`, headers)).toMatchObject({
        status: 404,
      })
    using screen = await LiveScreen.open(hub.houseUrl, { auth: { token: face.token } })
    using owner = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
    hub.house.ring(hub.state.door)
    await hub.ask(LOCK, { headers: await hub.owner() })
    await owner.untilEvent('LockAsked')
    expect(screen.heard).toEqual(['ready'])
    const none = { rights: ['see'], doors: ['cellar'] }
    const unknown = `POST /api/v1/faces/${face.id}/rights`
    expect((await hub.ask(unknown, { headers: await hub.owner(), body: none })).status).toBe(404)
  })
})

test('a face hears what a wall hears: what happened at a door, and nothing of it; rings with their picture', async () => {
  await using hub = await TestHub.open()
  const { token } = await letIn(hub)
  using screen = await LiveScreen.open(hub.houseUrl, { auth: { token } })
  const listed = await hub.ask('GET /api/v1/faces', { headers: await hub.owner() })
  expect(listed.body[0].isLive).toBe(true)
  hub.house.ring(hub.state.door)
  await until('the picture', () => screen.pictures.length > 0)
  expect(screen.rings).toEqual([{ door: 'front', wall: expect.any(Number) }])
  await hub.arrived()
  const asked = await screen.untilEvent('ApprovalAsked')
  expect(asked.data).toEqual({})
  expect(screen.events.every(({ door, data }) => door === 'front' && Object.keys(data).length === 0)).toBe(
    true,
  )
})

test('faces leave the last place at a camera to the people of the house', async () => {
  await using hub = await TestHub.open()
  const { headers } = await letIn(hub)
  const live = `${hub.houseUrl}/ws/live/porch`
  await using open = new AsyncDisposableStack()
  for (let count = 1; count < VIEWERS_MAX; count++) open.use(await PlainSocket.open(live, headers))
  expect(await PlainSocket.refused(live, headers)).toMatchObject({ status: 503 })
  const offer = { headers: { ...headers, 'content-type': 'application/sdp' }, body: Buffer.from(OFFER) }
  const statuses: number[] = []
  for (let count = 0; count < WHEP_PER_CAMERA; count++)
    statuses.push((await hub.ask('POST /whep/porch', offer)).status)
  expect(statuses).toEqual([201, 201, 201, 503])
  const owner = await hub.owner()
  open.use(await PlainSocket.open(live, owner))
  const asked = { ...offer, headers: { ...owner, 'content-type': 'application/sdp' } }
  expect((await hub.ask('POST /whep/porch', asked)).status).toBe(201)
})

describe('a command of a face', () => {
  test('locks, and its name stands in the journal', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub, 'matter')
    expect((await hub.ask(LOCK, { headers: face.headers })).status).toBe(200)
    const { data } = await hub.line(({ type }) => type === 'LockAsked')
    expect(data).toMatchObject({ by: face.id, face: 'matter' })
  })

  test('never opens without a PIN, with the right or without, and says why', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub, 'homekit')
    expect((await hub.ask(OPEN, { headers: face.headers })).status).toBe(403)
    await allow(hub, face.id, { rights: ['see', 'open'] })
    const { status, body } = await hub.ask(OPEN, { headers: face.headers })
    expect([status, body.code]).toEqual([409, 'ASSURANCE_MISSING'])
    expect((await hub.line(({ type }) => type === 'Refused')).data).toMatchObject({
      ...{ command: 'RequestOpen', code: body.code, by: face.id, face: 'homekit' },
    })
    await hub.pass(61)
    expect([hub.door.unlocks, hub.door.isLocked]).toEqual([[], true])
    expect(hub.notices('forbidden-command')).toMatchObject([
      { by: face.id, face: 'homekit', route: '/api/v1/doors/:id/open' },
    ])
  })

  test('a lock in the middle of a delivery is a stop, and the door is made safe', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub, 'mqtt')
    const owner = await hub.owner()
    await hub.arrived()
    const { sid } = hub
    await hub.approve(owner)
    await hub.pass(3)
    expect(hub.phase).toBe('unlocked')
    expect((await hub.ask(LOCK, { headers: face.headers })).status).toBe(200)
    const { data } = await hub.line(({ type }) => type === 'AbortNoted')
    expect(data).toMatchObject({ by: face.id, face: 'mqtt' })
    await hub.sealed(sid)
    expect(hub.door.isLocked).toBe(true)
  })

  test('with the right to approve lets a courier in by the picture that it fetched; denies without it', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub, 'homekit')
    await hub.arrived()
    expect((await hub.approve(face.headers)).status).toBe(403)
    await allow(hub, face.id, { rights: ['see', 'camera', 'approve'] })
    const { body } = await hub.ask(HOME, { headers: face.headers })
    expect(body.visits[0].ask).toEqual({ try: 0, untilMs: expect.any(Number), camera: 'porch' })
    expect((await hub.approve(face.headers)).status).toBe(200)
    const { data } = await hub.line(({ type }) => type === 'EntryApproved')
    expect(data).toMatchObject({ by: face.id, face: 'homekit' })
  })

  test('is counted for itself: a face that floods is told so, and an owner is heard beside it', async () => {
    await using hub = await TestHub.open()
    const { headers } = await letIn(hub)
    const statuses: number[] = []
    for (let n = 0; n < 40; n++) statuses.push((await hub.ask(LOCK, { headers })).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
    expect((await hub.ask(LOCK, { headers: await hub.owner() })).status).toBe(200)
  })
})

describe('the rights of a face', () => {
  test('G18: those that open need the code of the console; to take one away needs nothing', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const face = await letIn(hub, 'mqtt', owner)
    const set = async (
      rights: readonly FaceRight[],
      doors: readonly string[] | null = null,
    ): Promise<number> =>
      (
        await hub.ask(`POST /api/v1/faces/${face.id}/rights`, {
          headers: owner,
          body: { rights, doors },
        })
      ).status
    for (const right of ['approve', 'open', 'codes'] as const) expect(await set(['see', right])).toBe(403)
    expect(await set(['see'])).toBe(200)
    expect(await set(['see', 'camera', 'lock'])).toBe(200)
    await allow(hub, face.id, { rights: ['see', 'open'], doors: [] })
    expect(await set(['see', 'open'], ['front'])).toBe(403)
    expect(await set(['see'], ['front'])).toBe(200)
    expect(hub.audited('face-rights').at(-1)).toMatchObject({
      face: face.id,
      rights: ['see'],
      doors: ['front'],
    })
  })

  test('T21: revoked it is nobody from that moment, and what it held open ends', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const face = await letIn(hub, 'mqtt', owner)
    using screen = await LiveScreen.open(hub.houseUrl, { auth: { token: face.token } })
    using picture = await PlainSocket.open(`${hub.houseUrl}/ws/live/porch`, face.headers)
    const revoke = `POST /api/v1/faces/${face.id}/revoke`
    expect((await hub.ask(revoke, { headers: owner })).status).toBe(200)
    expect(await screen.ended).toBe('io server disconnect')
    expect(await picture.ended).toEqual({ code: 4401, reason: 'signed-out' })
    for (const route of [HOME, LOCK, OPEN])
      expect((await hub.ask(route, { headers: face.headers })).status).toBe(401)
    expect((await hub.ask(revoke, { headers: owner })).status).toBe(404)
    expect((await hub.ask('GET /api/v1/faces', { headers: owner })).body).toEqual([])
  })

  test('T21: who moves out takes along what his codes let in, and nothing else', async () => {
    await using hub = await TestHub.open()
    const anna = await hub.owner()
    const ben = await hub.owner('Ben')
    const hers = await letIn(hub, 'mqtt', anna)
    const his = await letIn(hub, 'homekit', ben)
    const me = (await hub.ask('GET /api/v1/me', { headers: ben })).body
    await hub.ask(`POST /api/v1/people/${me.id}/remove`, { headers: ben })
    expect((await hub.ask(HOME, { headers: his.headers })).status).toBe(401)
    expect((await hub.ask(HOME, { headers: hers.headers })).status).toBe(200)
  })
})

test('T21: a face that ends while it is let in holds nothing open', async () => {
  await using hub = await TestHub.open()
  const { faceBook } = hub.hub
  using sockets = new OpenSockets(hub.hub)
  const changes: readonly ((id: string) => Promise<unknown>)[] = [
    (id) => faceBook.changeRights(actorId('u_1'), id, { rights: ['see'], doors: [] }),
    (id) => faceBook.revoke(actorId('u_1'), id),
  ]
  for (const change of changes) {
    const face = await letIn(hub)
    const identity = faceBook.identify(face.token)
    if (!identity) throw new Error('no face')
    await change(face.id)
    const why = await new Promise((resolve) => void sockets.add(identity, resolve))
    expect(why).toBe('signed-out')
  }
})

describe('the book', () => {
  test('a restart forgets no program; what a bridge held is dead until it starts, and is another then', async () => {
    const journal = new MemoryJournal()
    await using hub = await TestHub.open({ journal })
    const face = await letIn(hub)
    const { faceBook } = hub.hub
    const bridge = await faceBook.bridgeFace('matter')
    const peer = await faceBook.admit('matter', { id: 'fabric-1', name: 'Living room' })
    expect(faceBook.identify(peer)).toMatchObject({ kind: 'face', face: 'matter', name: 'Living room' })
    const { records, journal: lines } = hub.runtime
    const { clock, log } = hub
    const chance = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }
    const again = createFaceBook({ records, journal: lines, clock, chance, log })
    expect(again.identify(face.token)).toMatchObject({ kind: 'face', id: face.id, face: 'mqtt' })
    expect([again.identify(bridge.token), again.identify(peer)]).toEqual([null, null])
    const next = await again.bridgeFace('matter')
    expect([next.id, next.token === bridge.token]).toEqual([bridge.id, false])
    const readmitted = await again.admit('matter', { id: 'fabric-1', name: 'Living room' })
    expect(again.identify(readmitted)).toMatchObject({ name: 'Living room' })
    expect(again.all).toHaveLength(3)
  })

  test('a bridge that starts again ends the lines of the one before; a dismissed controller is none', async () => {
    await using hub = await TestHub.open()
    const { faceBook } = hub.hub
    const first = await faceBook.bridgeFace('mqtt')
    using screen = await LiveScreen.open(hub.houseUrl, { auth: { token: first.token } })
    const second = await faceBook.bridgeFace('mqtt')
    expect(await screen.ended).toBe('io server disconnect')
    expect([faceBook.identify(first.token), second.id]).toEqual([null, first.id])
    const ended: (string | null)[] = []
    using _ = faceBook.onEnded(({ peer }) => void ended.push(peer))
    const token = await faceBook.admit('mqtt', { id: 'one', name: 'One' })
    await faceBook.dismiss('mqtt', 'one')
    expect([faceBook.identify(token), ended]).toEqual([null, ['one']])
    const refused = await hub.ask(HOME, { headers: { authorization: `Bearer ${second.token}` } })
    expect(refused.status).toBe(200)
  })
})
