// What a browser of somebody else, a proxy or a name server may forge: Host, Origin and forwarded headers. No right
// ever comes from an address, and a page of another site is told nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { sendRaw } from '../support/raw-request.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'

let hub: TestHub
let owner: { readonly cookie: string; readonly origin: string }
beforeAll(async () => {
  hub = await TestHub.open()
  owner = await hub.owner()
})
afterAll(() => hub[Symbol.asyncDispose]())

const portOf = (url: string): string => new URL(url).port

describe('T14: a name that this hub does not go by is answered nothing, on both listeners', () => {
  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '127.0.0.1:PORT.evil.example',
    '127.0.0.1.:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '0.0.0.0:PORT',
    'evil.example@127.0.0.1:PORT',
    '127.0.0.1:PORT, evil.example',
  ])('"%s"', async (template) => {
    for (const base of [hub.houseUrl, hub.streetUrl]) {
      const ask = base === hub.houseUrl ? hub.ask.bind(hub) : hub.street.bind(hub)
      const headers = { ...owner, host: template.replace('PORT', portOf(base)) }
      for (const route of [
        'GET /',
        'GET /healthz',
        'GET /api/v1/doors',
        'GET /c/x',
        'POST /hooks/easypost',
      ]) {
        const { status, body } = await ask(route, { headers })
        expect([route, status, body?.code]).toEqual([route, 421, 'HUB_HTTP_HOST'])
      }
    }
  })
  test.each([
    ['no host', 'GET /healthz HTTP/1.1', 400],
    ['an empty host', 'GET /healthz HTTP/1.1\r\nHost:', 421],
    ['no host in an old way of speaking', 'GET /healthz HTTP/1.0', 421],
    ['two hosts, a good one second', 'GET /healthz HTTP/1.1\r\nHost: evil.example\r\nHost: OWN', 421],
    ['an address that names another host', 'GET http://evil.example/api/v1/doors HTTP/1.1\r\nHost: OWN', 401],
  ])('%s', async (_name, head, status) => {
    const text = head.replace('OWN', new URL(hub.houseUrl).host)
    const answer = await sendRaw(hub.houseUrl, `${text}\r\nConnection: close\r\n\r\n`)
    expect(answer.split('\r\n')[0]).toContain(` ${status} `)
  })
  test('its own names are answered in any case of letters', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      const { status } = await hub.ask('GET /healthz', {
        headers: { host: `${name}:${portOf(hub.houseUrl)}` },
      })
      expect([name, status]).toEqual([name, 200])
    }
  })
  test('sockets ask for the name as well', async () => {
    const headers = { ...owner, host: `evil.example:${portOf(hub.houseUrl)}` }
    for (const path of ['/ws/events', '/ws/live/porch', '/nothing'])
      expect(await PlainSocket.refused(hub.houseUrl + path, headers)).toMatchObject({
        status: 421,
        body: { code: 'HUB_HTTP_HOST' },
      })
    expect(await LiveScreen.refused(hub.houseUrl, { headers })).not.toBeNull()
  })
})

describe('T14: a page of another site', () => {
  const foreign = ['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost', '']
  const unsafe: readonly (readonly [string, unknown])[] = [
    ['POST /api/v1/doors/front/open', undefined],
    ['POST /api/v1/doors/front/lock', undefined],
    ['POST /api/v1/sign-out', undefined],
    ['POST /api/v1/parcels', { trackingNumber: NUMBER }],
    ['POST /api/v1/sessions/s_1/approve', { try: 0, picture: '0'.repeat(64) }],
    ['POST /virtual/open', { on: 'front' }],
  ]
  test.each(foreign)('cannot use the cookie of a browser: Origin "%s"', async (origin) => {
    for (const [route, body] of unsafe) {
      const answer = await hub.ask(route, { headers: { cookie: owner.cookie, origin }, body })
      expect([route, answer.status, answer.body.code]).toEqual([route, 403, 'HUB_HTTP_ORIGIN'])
    }
  })
  test('cannot leave the origin out', async () => {
    for (const [route, body] of unsafe) {
      const { status } = await hub.ask(route, { headers: { cookie: owner.cookie }, body })
      expect([route, status]).toEqual([route, 403])
    }
  })
  test('cannot sign a browser in, report a delivery or play in the simulated house without a cookie either', async () => {
    const headers = { origin: 'https://evil.example' }
    const { secret } = await hub.hub.people.mintLink(null)
    for (const [route, body] of [
      ['POST /api/v1/sign-in', { link: secret }],
      ['POST /virtual/open', { on: 'front' }],
      ['POST /d/front', { code: 'x', label: NUMBER }],
    ] as const)
      expect((await hub.ask(route, { headers, body })).body.code).toBe('HUB_HTTP_ORIGIN')
    // The link was not used up by it.
    expect(await hub.hub.people.signIn(secret)).not.toBeNull()
  })
  test('cannot send a form: only JSON is read', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const body = Buffer.from(JSON.stringify({ trackingNumber: NUMBER }))
      const answer = await hub.ask('POST /api/v1/parcels', {
        headers: { ...owner, 'content-type': type },
        body,
      })
      expect([type, answer.status, answer.body.code]).toEqual([type, 415, 'HUB_HTTP_MEDIA_TYPE'])
    }
  })
  test('may not read what it gets either: nothing is shared with other origins, and no page is framed', async () => {
    const { headers } = await hub.ask('GET /api/v1/me', {
      headers: { cookie: owner.cookie, origin: 'https://evil.example' },
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': expect.any(String),
    })
    expect(headers['strict-transport-security']).toBeUndefined()
  })
  test('cannot open a socket with the cookie', async () => {
    for (const origin of [...foreign.slice(0, 3), undefined]) {
      const headers = { cookie: owner.cookie, ...(origin !== undefined && { origin }) }
      for (const path of ['/ws/events', '/ws/live/porch'])
        expect(await PlainSocket.refused(hub.houseUrl + path, headers)).toMatchObject({
          status: 403,
          body: { code: 'HUB_HTTP_ORIGIN' },
        })
      expect(await LiveScreen.refused(hub.houseUrl, { headers })).not.toBeNull()
    }
  })
  test('nothing of all that moved the door or the journal', () => {
    expect(hub.door.unlocks).toEqual([])
    expect(hub.runtime.deliveries.parcels).toEqual([])
    expect(hub.phase).toBe('idle')
  })
})

test('a token needs no origin: no page can make a browser send one', async () => {
  const headers = { ...(await hub.token('arm')), origin: 'https://scripts.example' }
  const report = { trackingNumber: NUMBER, status: 'in-transit' }
  expect((await hub.ask('POST /api/v1/deliveries', { headers, body: report })).status).toBe(200)
  // A token that is none does not make the cookie beside it count.
  const both = { cookie: owner.cookie, authorization: 'Bearer nonsense', origin: 'https://evil.example' }
  expect((await hub.ask('POST /api/v1/sign-out', { headers: both })).status).toBe(401)
  expect((await hub.ask('GET /api/v1/me', { headers: owner })).status).toBe(200)
})

describe('T14: what a proxy would add', () => {
  const added = {
    'x-forwarded-for': '127.0.0.1, 10.0.0.1',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-real-ip': '127.0.0.1',
    forwarded: 'for=127.0.0.1;host=evil.example;proto=https',
    'x-original-url': '/api/v1/doors',
    'x-http-method-override': 'GET',
  }
  test('gives no right', async () => {
    for (const route of ['GET /api/v1/doors', 'GET /docs/json', 'POST /api/v1/doors/front/open'])
      expect((await hub.ask(route, { headers: added })).status).toBe(401)
    expect((await hub.ask('GET /readyz', { headers: added })).body).toEqual({ ready: true })
    expect((await hub.street('GET /api/v1/doors', { headers: added })).status).toBe(404)
  })
  test('neither replaces nor excuses the name that was asked', async () => {
    const headers = { ...added, host: 'evil.example' }
    expect((await hub.ask('GET /healthz', { headers })).status).toBe(421)
    const helped = { 'x-forwarded-host': new URL(hub.houseUrl).host, host: 'evil.example' }
    expect((await hub.ask('GET /healthz', { headers: helped })).status).toBe(421)
  })
  test('changes no address that is handed out, and no cookie', async () => {
    const presence = await hub.ask('GET /api/v1/doors/front/presence', {
      headers: { ...added, ...(await hub.token('presence')) },
    })
    expect(presence.body.url).toBe(`${hub.houseUrl}/d/front?t=${presence.body.code}`)
    const { secret } = await hub.hub.people.mintLink(null)
    const signed = await hub.ask('POST /api/v1/sign-in', { headers: added, body: { link: secret } })
    expect(signed.headers['set-cookie']?.[0]).not.toContain('Secure')
  })
  test('does not turn one courier into many: limits are not by address', async () => {
    await using home = await TestHub.open()
    await home.armed()
    const answers: string[] = []
    for (let n = 0; n < 6; n++) {
      const { code } = home.runtime.codes.mint(FRONT)
      const headers = { ...added, 'x-forwarded-for': `10.0.0.${n}` }
      const { body } = await home.street('POST /d/front', {
        headers,
        body: { code, label: `WRONG00000${n}` },
      })
      answers.push(body.letter)
    }
    expect(answers).toEqual(['H', 'H', 'H', 'H', 'H', 'E'])
  })
})

describe('behind a public name', () => {
  const publicUrl = 'https://door.example'
  test('that name and its origin are the hub, further names from the settings too, and no other', async () => {
    await using home = await TestHub.open({ settings: { publicUrl, hosts: ['hub.lan', 'proxy.lan:8443'] } })
    const port = portOf(home.houseUrl)
    const asked = async (host: string): Promise<number> =>
      (await home.ask('GET /healthz', { headers: { host } })).status
    expect(
      await Promise.all(['door.example', 'hub.lan', `hub.lan:${port}`, 'proxy.lan:8443'].map(asked)),
    ).toEqual([200, 200, 200, 200])
    expect(await Promise.all(['door.example:80', 'proxy.lan', 'a.hub.lan', 'lan'].map(asked))).toEqual([
      421, 421, 421, 421,
    ])
  })
  test('couriers are led there, the cookie is bound to it, and browsers keep to HTTPS', async () => {
    await using home = await TestHub.open({ settings: { publicUrl } })
    const { secret } = await home.hub.people.mintLink(null)
    const headers = { host: 'door.example', origin: publicUrl }
    const signed = await home.ask('POST /api/v1/sign-in', { headers, body: { link: secret } })
    const [cookie = ''] = signed.headers['set-cookie'] ?? []
    expect(cookie).toMatch(
      /^__Host-portico=[\w-]{32}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(signed.headers['strict-transport-security']).toContain('max-age=')
    const [pair = ''] = cookie.split(';')
    const presence = await home.ask('GET /api/v1/doors/front/presence', {
      headers: { cookie: pair, ...headers },
    })
    expect(presence.body.url).toBe(`${publicUrl}/d/front?t=${presence.body.code}`)
    // A neighbour under the same domain can plant a cookie of the plain name, and it is none.
    const planted = { cookie: pair.replace('__Host-', ''), ...headers }
    expect((await home.ask('GET /api/v1/me', { headers: planted })).status).toBe(401)
  })
})
