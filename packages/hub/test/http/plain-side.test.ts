// What a house that has HTTPS still takes without it: loopback names, what couriers and carriers bring, and the page that
// tells how to trust it. Real listener, real TLS, raw requests with forged names.
import { mkdtempSync, rmSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/start/system-clock.ts'
import { HouseCertificate } from '../../src/https/house-certificate.ts'
import { loadAuthority } from '../../src/https/house-authority.ts'
import { houseNames } from '../../src/https/house-names.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestHub } from '../support/test-hub.ts'

const house = { house: { host: '127.0.0.1', port: 0 }, hosts: ['hub.lan'] }
const machine = { hostName: 'pi', addresses: [] }

let hub: TestHub
let folder: string
let ca: string
let port: number

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-plain-'))
  const wall = Date.now()
  const authority = loadAuthority({ folder, wall, names: houseNames(house, machine) })
  ca = authority.certificate.toString()
  // OpenSSL looks at the clock of this machine.
  const certificate = new HouseCertificate({ authority, house, machine: () => machine, clock: systemClock() })
  hub = await TestHub.open({ certificate, settings: { https: true, hosts: ['hub.lan'] } })
  port = Number(new URL(hub.houseUrl).port)
})
afterAll(async () => {
  hub.hub.certificate?.[Symbol.dispose]()
  await hub[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

interface Asked {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

interface Asking {
  readonly secure?: boolean
  /** Without the port. */
  readonly name?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

async function ask(path: string, asking: Asking = {}): Promise<Asked> {
  const { secure = false, name = 'hub.lan', method = 'GET', headers = {}, body = '' } = asking
  const done = Promise.withResolvers<Asked>()
  // Each on a line of its own.
  const options = {
    agent: false,
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { host: `${name}:${port}`, ...headers },
  }
  const request = secure ? secureRequest({ ...options, ca, servername: name }) : plainRequest(options)
  request.on('error', done.reject)
  request.on('response', (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () =>
      done.resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: Buffer.concat(chunks).toString(),
      }),
    )
  })
  request.end(body)
  return done.promise
}

const navigates = { accept: 'text/html,application/xhtml+xml' }

describe('without HTTPS', () => {
  test.each(['/', '/sign-in', '/display', '/api/v1/doors'])(
    'somebody who opens %s is shown the way',
    async (path) => {
      const { status, headers } = await ask(path, { headers: navigates })
      expect([status, headers['location']]).toEqual([302, '/certificate'])
    },
  )

  test.each([
    ['GET', '/api/v1/doors'],
    ['GET', '/api/v1/me'],
    ['POST', '/api/v1/sign-in'],
    ['GET', '/assets/x.js'],
    ['GET', '/readyz'],
    ['POST', '/virtual/open'],
    ['POST', '/whep/porch'],
  ])('T14: %s %s is not taken, whoever asks', async (method, path) => {
    const { authorization } = await hub.token('read', 'camera')
    const { status, text } = await ask(path, { method, headers: { authorization } })
    expect(status).toBe(403)
    expect(text).toContain('HUB_HTTP_PLAIN')
  })

  test('no socket opens', async () => {
    const headers = {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    for (const path of ['/ws/events', '/ws/live/porch', '/ws/talk/porch'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask(path, { headers })).status, path).toBe(403)
    expect((await ask('/socket.io/?EIO=4&transport=polling')).text).toContain('HUB_HTTP_PLAIN')
  })

  test('the page that tells how, the certificate, and what couriers and carriers bring are taken', async () => {
    const page = await ask('/certificate')
    expect(page.status).toBe(200)
    expect(page.text).toContain('eight words')
    expect(page.headers['content-security-policy']).not.toContain('unsafe')
    const file = await ask('/certificate/portico-house.crt')
    expect(file.headers['content-type']).toBe('application/x-x509-ca-cert')
    expect((await ask('/healthz')).status).toBe(200)
    for (const path of ['/c/nobody', '/d/front?t=x', '/hooks/easypost', '/courier.js', '/courier.css'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask(path)).text, path).not.toContain('HUB_HTTP_PLAIN')
  })

  test('this machine by its own names is taken whole: nothing goes over any wire', async () => {
    for (const name of ['127.0.0.1', 'localhost'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask('/api/v1/me', { name })).status).toBe(401)
  })

  test('a name that only looks like it is none of ours', async () => {
    for (const name of ['localhost.evil.example', '127.0.0.1.evil.example', 'evil.example'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask('/api/v1/me', { name })).status, name).toBe(421)
  })
})

test('a courier who came in the clear by a name of the certificate may send what his page sends', async () => {
  const headers = { origin: `http://pi.local:${port}`, 'content-type': 'application/json' }
  const { text } = await ask('/d/front', { name: 'pi.local', method: 'POST', headers, body: '{}' })
  expect(text).not.toMatch(/HUB_HTTP_(?:ORIGIN|PLAIN|HOST)/)
})

describe('with HTTPS', () => {
  test('everything is taken by the names of the certificate, from pages of the house', async () => {
    for (const name of ['hub.lan', 'pi.local'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask('/api/v1/me', { secure: true, name })).status).toBe(401)
    expect((await ask('/', { secure: true, headers: navigates })).headers['location']).toBeUndefined()
  })

  test('the cookie is one that browsers send by HTTPS alone, and the one of the clear counts for nothing there', async () => {
    const { secret } = await hub.hub.people.mintLink(null)
    const origin = `https://hub.lan:${port}`
    const headers = { origin, 'content-type': 'application/json' }
    const signed = await ask('/api/v1/sign-in', {
      secure: true,
      method: 'POST',
      headers,
      body: JSON.stringify({ link: secret }),
    })
    expect(signed.status).toBe(200)
    const [cookie = ''] = signed.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/^__Host-portico=[^;]+;.*Path=\/;.*HttpOnly;.*Secure;.*SameSite=Strict/)
    const pair = cookie.split(';')[0] ?? ''
    const me = (cookies: string, more: Asking): Promise<Asked> =>
      ask('/api/v1/me', { ...more, headers: { cookie: cookies } })
    expect((await me(pair, { secure: true })).status).toBe(200)
    expect((await me(pair.replace('__Host-', ''), { secure: true })).status).toBe(401)
    expect((await me(pair, { name: '127.0.0.1' })).status).toBe(401)
    // A page that came in the clear may not act by it.
    const forged = await ask('/api/v1/sign-out', {
      secure: true,
      method: 'POST',
      headers: { cookie: pair, origin: `http://hub.lan:${port}` },
    })
    expect(forged.status).toBe(403)
    const own = await ask('/api/v1/sign-out', {
      secure: true,
      method: 'POST',
      headers: { cookie: pair, origin },
    })
    expect(own.status).toBe(200)
  })
})
