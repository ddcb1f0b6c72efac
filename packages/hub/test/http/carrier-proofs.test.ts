// How single carriers prove themselves to the hub, and what a proof is worth at the door: tokens, encodings and addresses
// that are remembered, large bodies, ceilings. Method: golden files and samples, sent to a hub with all carriers on.
import { carriers } from '@portico/plugin-carriers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LARGE_MAX } from '../../src/http/routes/hook-routes.ts'
import type { Asked, Asking } from '../support/asking.ts'
import { all, golden, hmac, post, sampleOf, secretOf, shopSays } from '../support/carrier-posts.ts'
import { HeldJournal } from '../support/held-journal.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await TestHub.open(all)
})
afterAll(() => hub[Symbol.asyncDispose]())

describe('what a proof is worth at the door (decision 42), for a parcel of the household with a window of hours', () => {
  interface Golden {
    readonly source: string
    readonly file: string
    readonly number: string
    /** When it is received. */
    readonly at: string
    readonly headers: (home: TestHub, body: string) => Record<string, string>
    readonly ceiling: 'auto' | 'owner'
  }
  const golds: readonly Golden[] = [
    {
      source: 'usps',
      file: 'usps.out-for-delivery.json',
      number: '9400110899560100005509',
      at: '2026-11-18T15:12:40Z',
      headers: (home, body) => {
        // cast: the envelope of the golden file
        const { timestamp, payload } = JSON.parse(body) as { timestamp: string; payload: string }
        return { 'x-hmac': hmac(home, 'usps', 'base64', timestamp + payload) }
      },
      ceiling: 'auto',
    },
    {
      source: 'fedex',
      file: 'fedex.out-for-delivery.json',
      number: '612999988106',
      at: '2026-11-18T14:22:03Z',
      headers: (home, body) => ({ 'fdx-signature': hmac(home, 'fedex', 'base64', body) }),
      ceiling: 'auto',
    },
    {
      source: 'ups',
      file: 'ups.out-for-delivery.json',
      number: '1Z4R8V671222709141',
      at: '2026-11-18T16:10:00Z',
      headers: (home) => ({ credential: secretOf(home, 'ups') }),
      ceiling: 'owner',
    },
    {
      source: 'dhl',
      file: 'dhl.out-for-delivery.json',
      number: 'JD014600007748120395',
      at: '2026-11-18T07:00:00Z',
      headers: (home) => ({ 'x-portico-dhl-token': secretOf(home, 'dhl') }),
      ceiling: 'owner',
    },
  ]
  test.each(golds)('$source: at most $ceiling', async ({ source, file, number, at, headers, ceiling }) => {
    await using home = await TestHub.open(all)
    home.clock.jump({ wall: (Date.parse(at) - home.clock.wall()) as never }) // cast: a span of ms
    await home.claim(number)
    const body = golden(file)
    const answer = await post(home, source, { headers: headers(home, body), body: Buffer.from(body) })
    expect([answer.status, answer.body.result]).toEqual([200, 'accepted'])
    expect(home.runtime.visits.all).toMatchObject([{ realWindow: true, claim: 'household', ceiling, source }])
  })
  test('the signed webhook of a shop: at most owner, though it is signed with a time', async () => {
    await using home = await TestHub.open(all)
    await home.claim('SHOP00000001')
    expect((await post(home, 'webhook', shopSays(home, { number: 'SHOP00000001' }))).body.result).toBe(
      'accepted',
    )
    expect(home.runtime.visits.all).toMatchObject([
      { realWindow: true, claim: 'household', ceiling: 'owner', grade: 'bearer' },
    ])
  })
  test('T1: parcels of other people in one account: each is asked about, none opens', async () => {
    await using home = await TestHub.open(all)
    home.clock.jump({ wall: (Date.parse('2026-11-18T14:22:03Z') - home.clock.wall()) as never }) // cast: ms
    const [head = ''] = ['fedex.out-for-delivery.json'].map(golden)
    for (const number of ['612999988106', '612999988107', '612999988108']) {
      const body = head.replaceAll('612999988106', number)
      const headers = { 'fdx-signature': hmac(home, 'fedex', 'base64', body) }
      expect((await post(home, 'fedex', { headers, body: Buffer.from(body) })).status).toBe(200)
    }
    const visits = home.runtime.visits.all
    expect(visits.map(({ ceiling }) => ceiling)).toEqual(['owner', 'owner', 'owner'])
  })
})

describe('UPS', () => {
  const basic = (pair: string): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
  })
  const GRANT = Buffer.from('grant_type=client_credentials')

  test('gets a token for its client secret and is believed with it, for an hour', async () => {
    await using home = await TestHub.open(all)
    const headers = basic(`portico:${secretOf(home, 'ups')}`)
    const answer = await post(home, 'ups/token', { headers, body: GRANT })
    expect([answer.status, answer.body]).toEqual([
      200,
      { access_token: expect.stringMatching(/^[\w-]{32}$/), token_type: 'Bearer', expires_in: 3_600 },
    ])
    expect(answer.headers['cache-control']).toBe('no-store')
    const bearer = { authorization: `Bearer ${answer.body.access_token}` }
    const body = Buffer.from(golden('ups.delivered-with-photo.json'))
    expect((await post(home, 'ups', { headers: bearer, body })).body.result).toBe('accepted')
    expect(JSON.stringify(home.lines)).not.toContain(answer.body.access_token)
    home.clock.jump({ wall: 3_600_001 as never }) // cast: a span of ms
    expect((await post(home, 'ups', { headers: bearer, body })).status).toBe(401)
  })
  test('T18: gets none for another secret, without one, or for another grant', async () => {
    const good = basic(`portico:${secretOf(hub, 'ups')}`)
    for (const [headers, body, status] of [
      [basic('portico:guessed'), GRANT, 401],
      [basic(secretOf(hub, 'ups')), GRANT, 401],
      [{ authorization: `Bearer ${secretOf(hub, 'ups')}` }, GRANT, 401],
      [{}, GRANT, 401],
      [good, Buffer.from('grant_type=password'), 400],
      [good, Buffer.alloc(0), 400],
      [good, Buffer.alloc(5_000), 413],
    ] as const)
      expect((await post(hub, 'ups/token', { headers: { ...headers }, body })).status).toBe(status)
  })
  test('is refused by its headers before its body is read', async () => {
    // Larger than may be read: whoever read it would say so.
    const body = Buffer.alloc(10_500_000, ' ')
    const answer = await post(hub, 'ups', { headers: { credential: 'guessed' }, body })
    expect([answer.status, answer.body.code]).toEqual([401, 'HUB_HOOK_SIGNATURE'])
  })
  test('may send a photo of some megabytes, and no more than ten', async () => {
    const headers = { credential: secretOf(hub, 'ups') }
    const padded = (bytes: number): Buffer =>
      Buffer.from(
        golden('ups.delivered-with-photo.json')
          .trimEnd()
          .replace(/\}$/, `${' '.repeat(bytes)}}`),
      )
    expect((await post(hub, 'ups', { headers, body: padded(9_000_000) })).status).toBe(200)
    const answer = await post(hub, 'ups', { headers, body: padded(10_000_000) })
    expect([answer.status, answer.body.code]).toEqual([413, 'HUB_HTTP_TOO_LARGE'])
  })
  test('sends megabytes of brackets and is kept unread: to read them would hold everybody up', async () => {
    const headers = { credential: secretOf(hub, 'ups') }
    const body = Buffer.from(
      golden('ups.delivered-with-photo.json')
        .trimEnd()
        .replace(/\}$/, `,"x":[${'[],'.repeat(400_000)}[]]}`),
    )
    const answer = await post(hub, 'ups', { headers, body })
    expect([answer.status, answer.body]).toEqual([200, { result: 'kept', parcels: [] }])
  })
  test('holds no more than a few large bodies in memory at a time, and keeps nobody else waiting', async () => {
    const journal = new HeldJournal()
    await using home = await TestHub.open({ ...all, journal })
    const headers = { credential: secretOf(home, 'ups') }
    const large = (n: number): Asking => ({
      headers,
      body: Buffer.from(`{"trackingNumber":"B${n}","activityStatus":{},"pad":"${'x'.repeat(300_000)}"}`),
    })
    journal.hold()
    const answers: Asked[] = []
    const beyond = 3
    const storm = Array.from({ length: LARGE_MAX + beyond }, async (_, n) => {
      answers.push(await post(home, 'ups', large(n)))
    })
    await until('the storm to wait for the disk', () => journal.waiting === LARGE_MAX)
    await until('the others to be sent away', () => answers.length === beyond)
    for (const { status, body } of answers) expect([status, body.code]).toEqual([503, 'HUB_HTTP_BUSY'])
    // What is small, of whatever source, finds its place.
    const small = post(home, 'ups', { headers, body: Buffer.from(golden('ups.out-for-delivery.json')) })
    await until('the small one to wait beside them', () => journal.waiting === LARGE_MAX + 1)
    journal.release()
    await Promise.all(storm)
    expect((await small).status).toBe(200)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(LARGE_MAX)
    // Places are given back.
    expect((await post(home, 'ups', large(99))).status).toBe(200)
  })
})

test('FedEx may write its signature in two ways; the first that fits is remembered', async () => {
  await using home = await TestHub.open(all)
  const send = (encoding: 'hex' | 'base64', number: string): Promise<Asked> => {
    const body = golden('fedex.delivered.json').replaceAll('612999988106', number)
    const headers = { 'fdx-signature': hmac(home, 'fedex', encoding, body) }
    return post(home, 'fedex', { headers, body: Buffer.from(body) })
  }
  expect((await send('hex', '1')).status).toBe(200)
  expect((await send('base64', '2')).status).toBe(401)
  expect((await send('hex', '3')).status).toBe(200)
  expect(home.hub.sources.get('fedex')?.memory.value).toBe('hex')
})

test('Shippo proves itself by the token of its address until it signs, and never after', async () => {
  await using home = await TestHub.open(all)
  const carrier = carriers.find(({ id }) => id === 'shippo')
  const token = carrier?.urlToken?.(secretOf(home, 'shippo')) ?? ''
  const unsigned = (number: string): Asking => ({ body: sampleOf(home, 'shippo', number).body })
  expect((await post(home, 'shippo', unsigned('SH1'))).status).toBe(401)
  expect((await post(home, 'shippo?token=guessed', unsigned('SH1'))).status).toBe(401)
  expect((await post(home, `shippo?token=${token}`, unsigned('SH1'))).status).toBe(200)
  const [weak] = home.runtime.deliveries.parcels
  expect(weak).toMatchObject({ number: 'SH1', grade: 'bearer' })
  expect((await post(home, 'shippo', sampleOf(home, 'shippo', 'SH2'))).status).toBe(200)
  expect(home.runtime.deliveries.parcels.find(({ number }) => number === 'SH2')?.grade).toBe(
    'signed-with-time',
  )
  expect((await post(home, `shippo?token=${token}`, unsigned('SH3'))).status).toBe(401)
})
