// `/whep/<camera>`: who may look by WebRTC, each status that is answered, and that a session is its owner's alone and
// ends with his login. The engine behind it is simulated; what it really does is tried in `test/media`.
import { HubError } from '@portico/ports'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { meetingAddresses } from '../../src/live/meeting-addresses.ts'
import { WHEP_PER_CAMERA } from '../../src/live/whep-desk.ts'
import type { Asked } from '../support/asking.ts'
import { ANSWER } from '../support/simulated-viewers.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const OFFER = 'v=0\r\na=ice-ufrag:seer\r\na=rtpmap:102 H264/90000\r\n'
const SDP = { 'content-type': 'application/sdp' }
const FRAGMENT = { 'content-type': 'application/trickle-ice-sdpfrag' }
const candidate = 'candidate:1 1 udp 2122260223 192.168.1.7 50000 typ host'
const trickled = `a=ice-ufrag:seer\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=${candidate}\r\n`

let hub: TestHub
let headers: Record<string, string>
beforeAll(async () => {
  hub = await TestHub.open()
  headers = await hub.token('camera')
})
afterAll(() => hub[Symbol.asyncDispose]())

interface Opening {
  readonly at?: TestHub
  readonly camera?: string
  readonly offer?: string
  readonly more?: Record<string, string>
}

const open = ({ at = hub, camera = 'porch', offer = OFFER, more = headers }: Opening = {}): Promise<Asked> =>
  at.ask(`POST /whep/${camera}`, { headers: { ...more, ...SDP }, body: Buffer.from(offer) })

const addressOf = (opened: Asked): string => String(opened.headers['location'])
const tagOf = (opened: Asked): string => String(opened.headers['etag'])
const end = (opened: Asked, more = headers): Promise<Asked> =>
  hub.ask(`DELETE ${addressOf(opened)}`, { headers: more })

describe('an offer', () => {
  test('is answered with what WHEP asks for, and with what the clock of the stamps shows', async () => {
    const opened = await open()
    expect(opened.status).toBe(201)
    expect(opened.bytes.toString()).toBe(ANSWER)
    expect(opened.headers).toMatchObject({
      'content-type': 'application/sdp',
      'accept-patch': 'application/trickle-ice-sdpfrag',
      location: expect.stringMatching(/^\/whep\/porch\/[\w-]{22}$/),
      etag: expect.stringMatching(/^"[\w-]{12}"$/),
      'cache-control': 'no-store',
    })
    expect(opened.headers['link']).toBeUndefined()
    expect(opened.headers['access-control-allow-origin']).toBeUndefined()
    const now = Number(opened.headers['x-portico-rtp-now'])
    expect(Math.abs(now - (Math.round(hub.clock.mono() * 90) % 2 ** 32))).toBeLessThan(2)
    const [order] = hub.viewers.open.values()
    expect(order).toMatchObject({ camera: 'porch', offer: OFFER, addresses: ['127.0.0.1'], stun: null })
    expect((await end(opened)).status).toBe(200)
    expect(hub.viewers.open.size).toBe(0)
  })

  test('names the servers that help from outside, each with what it takes to use it', async () => {
    const iceServers = [
      { urls: ['stun:stun.example'], username: null, credential: null },
      { urls: ['turn:turn.example:3479', 'turns:turn.example'], username: 'house', credential: 'a "b" \\ c' },
    ]
    await using other = await TestHub.open({ iceServers })
    const opened = await open({ at: other, more: await other.token('camera') })
    const secret = String.raw`username="house"; credential="a \"b\" \\ c"; credential-type="password"`
    expect(opened.headers['link']).toBe(
      [
        '<stun:stun.example>; rel="ice-server"',
        `<turn:turn.example:3479>; rel="ice-server"; ${secret}`,
        `<turns:turn.example>; rel="ice-server"; ${secret}`,
      ].join(', '),
    )
    const before = await other.ask('GET /whep/porch', { headers: await other.token('camera') })
    expect(before.headers['link']).toBe(opened.headers['link'])
    const [order] = other.viewers.open.values()
    expect(order?.stun).toEqual({ host: 'stun.example', port: 3478 })
  })

  test.each([
    ['that is none', 'hello', 400, 'HUB_CAMERA_OFFER'],
    ['that is empty', '', 400, 'HUB_CAMERA_OFFER'],
    ['of a viewer that cannot take H.264', 'v=0\r\na=rtpmap:96 VP8/90000', 406, 'HUB_CAMERA_CODEC'],
    ['that is too long', `v=0${'x'.repeat(32 * 1024)}`, 413, 'HUB_HTTP_TOO_LARGE'],
  ])('%s is refused', async (_, offer, status, code) => {
    const { body, ...answer } = await open({ offer })
    expect([answer.status, body.code]).toEqual([status, code])
  })

  test('of another type is refused, and SDP is taken nowhere else', async () => {
    for (const type of ['application/json', 'text/plain', FRAGMENT['content-type']])
      expect(
        (
          await hub.ask('POST /whep/porch', {
            headers: { ...headers, 'content-type': type },
            body: Buffer.from('{}'),
          })
        ).status,
      ).toBe(415)
    const elsewhere = await hub.ask('POST /api/v1/sign-in', { headers: SDP, body: Buffer.from(OFFER) })
    expect(elsewhere.status).toBe(415)
  })

  test.each([
    ['HUB_CAMERA_NO_PICTURE', 503],
    ['HUB_MEDIA_BUSY', 503],
    ['HUB_MEDIA_TIMEOUT', 503],
    ['HUB_CAMERA_UNKNOWN', 404],
  ])('that the engine refuses with %s is answered %i, and takes no place', async (code, status) => {
    hub.viewers.failure = new HubError(code, 'planted words')
    const refused = await open()
    hub.viewers.failure = null
    expect([refused.status, refused.body.code]).toEqual([status, code])
    if (status === 503) expect(refused.headers['retry-after']).toBe('1')
  })

  test('is refused to whoever has no right to pictures, and for a camera that is none', async () => {
    expect((await open({ more: {} })).status).toBe(401)
    expect((await open({ more: await hub.token('read', 'arm', 'presence', 'pass') })).status).toBe(403)
    const beside = await hub.display({ place: 'door-side', door: 'front' })
    expect((await open({ more: beside })).status).toBe(403)
    expect((await open({ camera: 'attic' })).status).toBe(404)
    const owner = await hub.owner()
    expect((await open({ more: { ...owner, origin: 'https://evil.example' } })).status).toBe(403)
    hub.viewers.private.add('hall')
    const inside = await open({ camera: 'hall' })
    expect([inside.status, inside.body.code]).toEqual([403, 'HUB_CAMERA_PRIVATE'])
    expect(hub.viewers.open.size).toBe(0)
  })

  test('of a person and of a display inside is answered', async () => {
    const owner = await hub.owner()
    const display = await hub.display()
    for (const more of [owner, display]) {
      const opened = await open({ more })
      expect(opened.status).toBe(201)
      expect((await end(opened, more)).status).toBe(200)
    }
  })

  test('of a fifth viewer of one camera waits for a place', async () => {
    const viewers = await Promise.all(Array.from({ length: WHEP_PER_CAMERA }, () => open()))
    const [first] = viewers
    if (!first) throw new Error('no viewer')
    expect((await open()).body.code).toBe('HUB_HTTP_BUSY')
    hub.viewers.end(addressOf(first).split('/').at(-1) ?? '')
    const again = await open()
    expect(again.status).toBe(201)
    for (const each of [...viewers.slice(1), again]) await end(each)
  })

  test('is taken thirty times a minute from one login', async () => {
    await using other = await TestHub.open()
    const more = await other.token('camera')
    for (let n = 0; n < 30; n += 1) await open({ at: other, more, offer: 'hello' })
    expect((await open({ at: other, more })).status).toBe(429)
    await other.pass(61)
    expect((await open({ at: other, more })).status).toBe(201)
  })
})

describe('a session', () => {
  test('takes candidates for its own ICE session', async () => {
    const opened = await open()
    const tell = (body: string, match?: string, type: Record<string, string> = FRAGMENT): Promise<Asked> =>
      hub.ask(`PATCH ${addressOf(opened)}`, {
        headers: { ...headers, ...type, ...(match !== undefined && { 'if-match': match }) },
        body: Buffer.from(body),
      })
    const told = await tell(trickled, tagOf(opened))
    expect([told.status, told.bytes.toString(), told.headers['etag']]).toEqual([204, '', undefined])
    expect(hub.viewers.trickled).toEqual([candidate])
    const statuses = {
      noTag: await tell(trickled),
      otherTag: await tell(trickled, '"other"'),
      restart: await tell(trickled.replace('seer', 'anew'), '*'),
      otherUser: await tell(trickled.replace('seer', 'anew'), tagOf(opened)),
      noFragment: await tell('hello', tagOf(opened)),
      otherType: await tell(trickled, tagOf(opened), SDP),
    }
    expect(Object.values(statuses).map(({ status }) => status)).toEqual([428, 412, 422, 422, 400, 415])
    expect(hub.viewers.trickled).toEqual([candidate])
    await end(opened)
  })

  test('tells the clock of its stamps anew, and nothing when it is over', async () => {
    const opened = await open()
    await hub.pass(5)
    const told = await hub.ask(`GET ${addressOf(opened)}`, { headers })
    const passed = Number(told.headers['x-portico-rtp-now']) - Number(opened.headers['x-portico-rtp-now'])
    expect([told.status, passed]).toEqual([204, 450_000])
    await end(opened)
    expect((await hub.ask(`GET ${addressOf(opened)}`, { headers })).status).toBe(404)
    expect((await end(opened)).status).toBe(404)
    expect((await hub.ask('GET /whep/porch', { headers })).headers['accept-post']).toBe('application/sdp')
  })

  test('is there for nobody else', async () => {
    const opened = await open()
    const other = await hub.token('camera')
    const address = addressOf(opened)
    const match = { ...other, ...FRAGMENT, 'if-match': tagOf(opened) }
    const asked = [
      await hub.ask(`DELETE ${address}`, { headers: other }),
      await hub.ask(`GET ${address}`, { headers: other }),
      await hub.ask(`PATCH ${address}`, { headers: match, body: Buffer.from(trickled) }),
      await hub.ask(`DELETE ${address.replace('porch', 'hall')}`, { headers }),
    ]
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(hub.viewers.open.size).toBe(1)
    await end(opened)
  })

  test('ends with its login, with its token, and with the engine', async () => {
    const owner = await hub.owner()
    const byOwner = await open({ more: owner })
    await hub.ask('POST /api/v1/sign-out', { headers: owner })
    await until('the session of the login to end', () => hub.viewers.open.size === 0)
    expect(byOwner.status).toBe(201)
    const token = await hub.tokens.create('short', ['camera'])
    await open({ more: { authorization: `Bearer ${token.secret}` } })
    await hub.tokens.revoke('short')
    await until('the session of the token to end', () => hub.viewers.open.size === 0)
    const opened = await open()
    hub.viewers.end(null, 'media process ended')
    expect((await hub.ask(`GET ${addressOf(opened)}`, { headers })).status).toBe(404)
  })

  test('ends when the hub stops', async () => {
    const other = await TestHub.open()
    await open({ at: other, more: await other.token('camera') })
    await other[Symbol.asyncDispose]()
    expect(other.viewers.open.size).toBe(0)
  })
})

test('a look stands in the audit like one through the stream, once for both', async () => {
  await using home = await TestHub.open()
  const owner = await home.owner()
  await open({ at: home, more: owner })
  await open({ at: home, more: owner })
  await until('the look to be noted', () => home.audited('looked').length > 0)
  expect(home.audited('looked')).toEqual([
    { what: 'looked', by: expect.stringMatching(/^u_/), face: 'owner-page', seen: 'camera', on: 'porch' },
  ])
})

test('viewers meet this machine where its house listener is heard', () => {
  const lan = { address: '192.168.1.5', internal: false }
  const own = { address: '127.0.0.1', internal: true }
  const link = { address: 'fe80::1', internal: false }
  // cast: only these fields are looked at
  const interfaces = { eth0: [lan, link], lo: [own] } as unknown as Parameters<typeof meetingAddresses>[1]
  expect(meetingAddresses('127.0.0.1', interfaces)).toEqual(['127.0.0.1'])
  expect(meetingAddresses('localhost', interfaces)).toEqual(['127.0.0.1'])
  expect(meetingAddresses('192.168.1.5', interfaces)).toEqual(['192.168.1.5'])
  expect(meetingAddresses('0.0.0.0', interfaces)).toEqual(['192.168.1.5', '127.0.0.1'])
})
