// Proofs of single carriers that no vector shows: keys that are being changed, several signatures, tokens that we issue,
// weak or foreign keys, pictures in a message. Method: messages made here, and the carriers' own samples.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { type HookRequest, type HookTrust, wallTime } from '@portico/plugin-api'
import { describe, expect, test } from 'vitest'
import { carriers } from '../src/index.ts'
import { carrierOf, fixture } from './fixtures.ts'

const now = wallTime(Date.parse('2026-11-18T08:00:00Z'))
const trust = (secret: string, more: Partial<HookTrust> = {}): HookTrust => ({
  secret,
  now,
  memory: null,
  ...more,
})

const shared = carriers.filter(({ publicKeys }) => !publicKeys).map(({ id }) => id)

test.each(shared)('%s: while a secret is changed both are good, and no more than four', (source) => {
  const carrier = carrierOf(source)
  const asked = { trackingNumber: 'X1', status: 'delivered', occurredAt: now, eventId: 'e1' } as const
  const signed = (secret: string): HookRequest => {
    const { headers, body } = carrier.sample(asked, secret)
    return { headers, body: Buffer.from(body) }
  }
  for (const key of ['old', 'new'])
    expect(carrier.verify(signed(key), trust('old\n new \n')).accepted).toBe(true)
  expect(carrier.verify(signed('other'), trust('old\nnew')).accepted).toBe(false)
  expect(carrier.verify(signed('5'), trust('1\n2\n3\n4\n5')).accepted).toBe(false)
})

describe('the signed webhook', () => {
  const webhook = carrierOf('webhook')
  const KEY = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = '{"test": 2432232314}'
  const made = (key: string, id: string, time: number): string =>
    `v1,${createHmac('sha256', Buffer.from(key, 'base64')).update(`${id}.${time}.${body}`).digest('base64')}`
  const request = (id: string, time: number, signature: string): HookRequest => ({
    headers: { 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': signature },
    body: Buffer.from(body),
  })
  const seconds = now / 1000

  test('holds to the vector of the specification', () => {
    const time = 1_614_265_330
    const given = request(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      time,
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
    expect(webhook.verify(given, trust(`whsec_${KEY}`, { now: wallTime(time * 1000) }))).toEqual({
      accepted: true,
      eventId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    })
  })
  test('is taken when any of its signatures fits any of the keys', () => {
    const good = made(KEY, 'm1', seconds)
    const others = ['v1a,c2lnbmVk', 'v1,c2lnbmVk']
    for (const signature of [good, [...others, good].join(' '), [good, ...others].join(' ')])
      expect(
        webhook.verify(request('m1', seconds, signature), trust(`whsec_AAAA\nwhsec_${KEY}`)).accepted,
      ).toBe(true)
    const late = [...Array.from({ length: 8 }, () => 'v1,x'), good].join(' ')
    for (const signature of [late, others.join(' '), good.slice(3), `v2${good.slice(2)}`])
      expect(webhook.verify(request('m1', seconds, signature), trust(`whsec_${KEY}`))).toEqual({
        accepted: false,
        why: 'mismatch',
      })
  })
  test('has no id in which its parts could be cut otherwise', () => {
    const id = `m1.${seconds}`
    expect(webhook.verify(request(id, seconds, made(KEY, id, seconds)), trust(`whsec_${KEY}`)).accepted).toBe(
      false,
    )
  })
  test('has no time but whole seconds', () => {
    for (const time of ['1e9', ' 1', '', 'now', `${seconds}.5`]) {
      const signature = `v1,${createHmac('sha256', Buffer.from(KEY, 'base64')).update(`m1.${time}.${body}`).digest('base64')}`
      const headers = { 'webhook-id': 'm1', 'webhook-timestamp': time, 'webhook-signature': signature }
      expect(webhook.verify({ headers, body: Buffer.from(body) }, trust(`whsec_${KEY}`)).accepted).toBe(false)
    }
  })
})

describe('the tokens of UPS', () => {
  const ups = carrierOf('ups')
  const basic = (pair: string): HookRequest => ({
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    body: Buffer.alloc(0),
  })
  const random = (n: number): Uint8Array => new Uint8Array(24).fill(n)
  const bearer = (token: string): HookRequest => ({
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.alloc(0),
  })
  function issue(memory: string | null, n: number): { readonly token: string; readonly memory: string } {
    const issued = ups.issueToken?.(basic('id:se:cret'), trust('se:cret', { memory }), random(n))
    if (!issued?.issued) throw new Error('issued')
    return { token: issued.accessToken, memory: issued.memory }
  }

  test('are good side by side, and the oldest of many goes', () => {
    let memory: string | null = null
    const tokens: string[] = []
    for (let n = 0; n < 33; n++) {
      const issued = issue(memory, n)
      memory = issued.memory
      tokens.push(issued.token)
    }
    const good = tokens.map((token) => ups.verify(bearer(token), trust('se:cret', { memory })).accepted)
    expect(good).toEqual([false, ...Array.from({ length: 32 }, () => true)])
  })
  test('stand nowhere as they are', () => {
    const { token, memory } = issue(null, 7)
    expect(memory).not.toContain(token)
  })
  test('that were never issued, or lie in a damaged memory, are none', () => {
    const { token } = issue(null, 7)
    for (const memory of [null, '', '{', '{}', '[1,null,{"hash":1}]', '[{"hash":"x","until":1e300}]'])
      expect(ups.verify(bearer(token), trust('se:cret', { memory })).accepted).toBe(false)
    for (const authorization of ['Bearer ', `Basic ${token}`, token, `Bearer ${token} `, `Bearer  ${token}`])
      expect(
        ups.verify({ headers: { authorization }, body: Buffer.alloc(0) }, trust('se:cret')).accepted,
      ).toBe(false)
  })
  test('cost the client secret, whole', () => {
    for (const pair of ['id:se', 'id:cret', 'se:cret', ':se:cret', 'id:se:cret ', 'id:'])
      expect(ups.issueToken?.(basic(pair), trust('se:cret'), random(1))).toEqual({
        issued: false,
        why: 'mismatch',
      })
    expect(ups.issueToken?.(basic('id:'), trust(''), random(1))).toEqual({ issued: false, why: 'no-secret' })
  })
})

test('ShipEngine: a key that is too short, or of another kind, signs nothing', () => {
  const shipengine = carrierOf('shipengine')
  const time = '2026-11-18T08:00:00Z'
  const verdictOf = (bits: number): boolean => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }]
    const signature = sign('RSA-SHA256', Buffer.from(`${time}.{}`), privateKey).toString('base64')
    const headers = {
      'x-shipengine-rsa-sha256-key-id': 'k',
      'x-shipengine-rsa-sha256-signature': signature,
      'x-shipengine-timestamp': time,
    }
    return shipengine.verify({ headers, body: Buffer.from('{}') }, trust(JSON.stringify({ keys }))).accepted
  }
  expect(verdictOf(2048)).toBe(true)
  expect(verdictOf(1024)).toBe(false)
  for (const key of [
    { kid: 'k' },
    { kid: 'k', kty: 'oct', k: 'AAAA' },
    { kid: 'k', kty: 'RSA', n: 'x', e: 1 },
  ]) {
    const headers = {
      'x-shipengine-rsa-sha256-key-id': 'k',
      'x-shipengine-rsa-sha256-signature': 'AAAA',
      'x-shipengine-timestamp': time,
    }
    const keys = JSON.stringify({ keys: [key] })
    expect(shipengine.verify({ headers, body: Buffer.from('{}') }, trust(keys))).toEqual({
      accepted: false,
      why: 'mismatch',
    })
  }
})

test('USPS: what was signed is known again under another envelope', () => {
  const usps = carrierOf('usps')
  const asked = { trackingNumber: 'X1', status: 'delivered', occurredAt: now, eventId: 'e1' } as const
  const { headers, body } = usps.sample(asked, 's')
  const other = body.replace('"links":[]', '"links":[{}]')
  const ids = [body, other].map((text) => {
    const verdict = usps.verify({ headers, body: Buffer.from(text) }, trust('s'))
    return verdict.accepted ? verdict.eventId : null
  })
  expect(other).not.toBe(body)
  expect(ids[0]).toBe(ids[1])
  expect(ids[0]).toEqual(expect.any(String))
})

test('a handshake of DHL that leads elsewhere leads nowhere', () => {
  const handshakeOf = (self: unknown): unknown => {
    const parse = carrierOf('dhl').parse({ scope: 'subscription.validate', secret: 's', self })
    return parse.understood ? parse.readings[0]?.handshake?.url : 'not understood'
  }
  expect(handshakeOf('https://api-eu.dhl.com/tracking/push/v1/subscription/1')).toMatch(/^https:/)
  for (const self of [
    'http://api-eu.dhl.com/1',
    'https://api-eu.dhl.com.example/1',
    'https://evildhl.com/1',
    'https://a:b@api-eu.dhl.com/1',
    'https://192.168.1.1/1',
    7,
  ])
    expect(handshakeOf(self)).toBeNull()
})

test('a picture of UPS is one by its first bytes, whole, and of a size', () => {
  // cast: a golden body
  const golden = JSON.parse(fixture('ups.delivered-with-photo.json').toString()) as Record<string, string>
  const photoOf = (deliveryPhoto: unknown): unknown => {
    const parse = carrierOf('ups').parse({ ...golden, deliveryPhoto })
    return parse.understood ? parse.readings[0]?.photo : null
  }
  const jpeg = golden['deliveryPhoto'] ?? ''
  expect(photoOf(jpeg)).toMatchObject({ mime: 'image/jpeg' })
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)]).toString('base64')
  expect(photoOf(png)).toMatchObject({ mime: 'image/png' })
  const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(64)]).toString('base64')
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>').toString('base64')
  const middle = `${jpeg.slice(0, 200)}!!!!${jpeg.slice(204)}`
  const large = Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(7_500_000)]).toString('base64')
  for (const wrong of [gif, svg, middle, jpeg.slice(1), `data:image/jpeg;base64,${jpeg}`, large, '', 7, null])
    expect(photoOf(wrong)).toBeUndefined()
})
