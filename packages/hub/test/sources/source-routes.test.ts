// The page of sources: what it shows, what may be changed by whom, and what a test says. Secrets go in and not out.
import { generateKeyPairSync } from 'node:crypto'
import { hours } from '@portico/core'
import { carriers } from '@portico/plugin-carriers'
import { describe, expect, test } from 'vitest'
import { golden, sampleOf } from '../support/carrier-posts.ts'
import { KEY, ReachHome } from '../support/reach-home.ts'
import { NUMBER, TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const SECRET = 'typed-secret-of-the-sender'

describe('the page of sources', () => {
  test('shows each that is on with its steps, and names those that are off', async () => {
    await using home = await TestHub.open()
    const { body } = await home.ask('GET /api/v1/sources', { headers: await home.owner() })
    expect(body.sources).toMatchObject([
      {
        id: 'easypost',
        name: 'EasyPost',
        pushed: { from: 'environment', hook: 'unreachable', last: null },
        asked: { state: 'off', tells: true },
      },
    ])
    expect(body.sources[0].steps.join(' ')).toContain('Nobody outside reaches this home')
    expect(body.off).toHaveLength(carriers.length - 1)
  })

  test('is for people alone', async () => {
    await using home = await TestHub.open()
    const token = await home.token('read', 'arm', 'pass', 'presence')
    const display = await home.display()
    for (const line of [
      'GET /api/v1/sources',
      'POST /api/v1/sources/easypost/secret',
      'POST /api/v1/sources/easypost/key',
      'POST /api/v1/sources/easypost/key/forget',
      'POST /api/v1/sources/easypost/test',
    ]) {
      const body = line.startsWith('GET') ? undefined : { key: SECRET }
      expect((await home.ask(line, { body })).status).toBe(401)
      expect((await home.ask(line, { body, headers: token })).status).toBe(403)
      expect((await home.ask(line, { body, headers: display })).status).toBe(403)
      expect((await home.street(line, { body })).status).toBe(404)
    }
  })
})

describe('a secret', () => {
  test('that is typed is believed at once, the one before for three days more, and neither is ever shown', async () => {
    await using home = await TestHub.open({ hookSecret: '' })
    const owner = await home.owner()
    const before = home.hub.sources.get('easypost')?.secret ?? ''
    const typed = await home.ask('POST /api/v1/sources/easypost/secret', {
      headers: owner,
      body: { secret: SECRET },
    })
    expect([typed.status, typed.body]).toEqual([200, { secret: null }])
    expect((await home.hook('in-transit', { secret: SECRET })).status).toBe(200)
    expect((await home.hook('in-transit', { secret: before })).status).toBe(200)
    home.clock.jump({ wall: hours(73) })
    expect((await home.hook('in-transit', { secret: SECRET })).status).toBe(200)
    expect((await home.hook('in-transit', { secret: before })).status).toBe(401)
    const { body } = await home.ask('GET /api/v1/sources', { headers: owner })
    expect(body.sources[0].pushed).toMatchObject({ from: 'typed', olderUntil: null, refused: 1 })
    const shown = JSON.stringify([body, home.lines, home.logged])
    for (const secret of [SECRET, before]) expect(shown).not.toContain(secret)
    expect(home.audited('source-secret-typed')).toMatchObject([
      { source: 'easypost', by: expect.any(String) },
    ])
  })

  test('that is made is told once', async () => {
    await using home = await TestHub.open({ hookSecret: '' })
    const owner = await home.owner()
    const made = await home.ask('POST /api/v1/sources/easypost/secret', { headers: owner, body: {} })
    expect((await home.hook('in-transit', { secret: made.body.secret })).status).toBe(200)
    const { body } = await home.ask('GET /api/v1/sources', { headers: owner })
    expect(JSON.stringify([body, home.lines, home.logged])).not.toContain(made.body.secret)
    expect(body.sources[0].pushed.olderUntil).toBeGreaterThan(home.clock.wall())
  })

  test('of the environment is changed there', async () => {
    await using home = await TestHub.open()
    const headers = await home.owner()
    for (const body of [{}, { secret: SECRET }]) {
      const answer = await home.ask('POST /api/v1/sources/easypost/secret', { headers, body })
      expect([answer.status, answer.body.code]).toEqual([409, 'HUB_SOURCE_FIXED'])
    }
  })

  test.each([
    [{ secret: 'short' }],
    [{ secret: 'two\nlines-of-it' }],
    [{ secret: 'x'.repeat(513) }],
    [{ more: 1 }],
  ])('%j is refused', async (body) => {
    await using home = await TestHub.open({ hookSecret: '' })
    const answer = await home.ask('POST /api/v1/sources/easypost/secret', {
      headers: await home.owner(),
      body,
    })
    expect([answer.status, answer.body.code]).toEqual([400, 'HUB_HTTP_BODY'])
  })

  test('17TRACK’s key signs its pushes, too', async () => {
    const settings = { sources: ['17track'] }
    await using home = await TestHub.open({ settings })
    const headers = await home.owner()
    await home.ask('POST /api/v1/sources/17track/key', { headers, body: { key: SECRET } })
    expect(home.hub.sources.get('17track')?.rotating.values[0]).toBe(SECRET)
    expect((await home.street('POST /hooks/17track', sampleOf(home, '17track'))).status).toBe(200)
  })
})

describe('test now', () => {
  test('says of each way whether it works, and what to do', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const { home } = reach
    const headers = await home.owner()
    const tryIt = async () => {
      await home.pass(6)
      return (await home.ask('POST /api/v1/sources/easypost/test', { headers })).body.checks
    }
    expect(await tryIt()).toEqual([
      {
        way: 'push',
        verdict: 'warning',
        words: 'Nobody outside reaches this home.',
        next: 'Asking is enough.',
      },
      { way: 'ask', verdict: 'good', words: 'EasyPost answers and takes the key.', next: null },
    ])
    reach.vendor('easypost').keys = []
    expect((await tryIt())[1]).toMatchObject({ verdict: 'bad', words: 'EasyPost does not take the key.' })
    reach.vendor('easypost').mood = { type: 'status', status: 503 }
    expect((await tryIt())[1]).toMatchObject({
      verdict: 'bad',
      words: 'EasyPost cannot be asked: it answered 503.',
    })
  })

  test('tells this hub from another, and a silent address from both', async () => {
    await using other = await TestHub.open()
    const trial = async (publicUrl: string) => {
      await using home = await TestHub.open({ settings: { publicUrl, hosts: ['127.0.0.1'] } })
      const { body } = await home.ask('POST /api/v1/sources/easypost/test', { headers: await home.owner() })
      return body.checks[0]
    }
    expect(await trial(other.streetUrl)).toMatchObject({
      verdict: 'bad',
      words: `${other.streetUrl} leads to something else than this hub.`,
    })
    expect(await trial('http://127.0.0.1:1')).toMatchObject({
      verdict: 'bad',
      words: 'http://127.0.0.1:1 does not answer.',
    })
    const here = await other.street('GET /hooks/here')
    expect([here.status, Object.keys(here.body)]).toEqual([200, ['here']])
  })

  test('is not a way to ask more often', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const headers = await reach.home.owner()
    const both = [1, 2].map(() => reach.home.ask('POST /api/v1/sources/easypost/test', { headers }))
    expect(new Set((await Promise.all(both)).map(({ status }) => status))).toEqual(new Set([200, 429]))
  })
})

describe('a sender', () => {
  test('whose messages are no longer understood is told of', async () => {
    await using home = await TestHub.open()
    for (let count = 0; count < 5; count++) {
      const body = Buffer.from(JSON.stringify({ description: 'something.else', count }))
      const { createHmac } = await import('node:crypto')
      const hex = createHmac('sha256', 'whsec-of-the-tests').update(body).digest('hex')
      await home.street('POST /hooks/easypost', {
        headers: { 'x-hmac-signature': `hmac-sha256-hex=${hex}` },
        body,
      })
    }
    const { body } = await home.ask('GET /api/v1/sources', { headers: await home.owner() })
    expect(body.sources[0].pushed).toMatchObject({ took: 5, notUnderstood: 5, hasDrifted: true })
    expect(body.sources[0].pushed.last).toBe(home.clock.wall())
  })

  test('DHL: its handshake is answered with the key, at its own address, over a restart', async () => {
    const id = '5f0f4c1e-2a77-4a5d-9f2c-6c1d9b7e3a10'
    const environment = { PORTICO_CARRIER_KEY_DHL: '' }
    await using reach = await ReachHome.open(['dhl'], { environment }, (vendor) => {
      vendor.parcels.set(id, { secret: 'i8r0PorticoFixtureSecret5Q2w' })
    })
    const push = () => ({
      headers: { 'x-portico-dhl-token': reach.home.hub.sources.get('dhl')?.secret ?? '' },
      body: Buffer.from(golden('dhl.subscription-validate.json')),
    })
    const pushed = await reach.home.street('POST /hooks/dhl', push())
    expect([pushed.status, pushed.body]).toEqual([200, { result: 'kept', parcels: [] }])
    await reach.home.pass(2)
    const state = () => reach.home.hub.reach.confirmerOf('dhl')?.state
    await until('the key to be missed', () => state() === 'needs-key')
    await reach.begin()
    const headers = await reach.home.owner()
    await reach.home.ask('POST /api/v1/sources/dhl/key', { headers, body: { key: KEY } })
    await reach.home.pass(2)
    await until('the subscription to be confirmed', () => state() === 'confirmed')
    expect(reach.vendor('dhl').lines).toEqual([`POST /tracking/push/v1/subscription/${id}`])
    expect(reach.vendor('dhl').followed).toEqual(new Set([id]))
    expect(JSON.stringify([reach.home.lines, reach.home.logged])).not.toContain('i8r0Portico')
  })

  test('ShipEngine: its keys are fetched and kept; a strange one is looked for seldom', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'k1' }
    const { kty, n, e, kid } = jwk
    await using reach = await ReachHome.open(['shipengine'], {}, (vendor) => {
      vendor.parcels.set('jwks', { keys: [{ kty, n, e, kid }] })
    })
    const { home } = reach
    const vendor = reach.vendor('shipengine')
    const fetched = () => vendor.lines.filter((line) => line === 'GET /jwks').length
    const carrier = carriers.find(({ id }) => id === 'shipengine')
    const push = () => {
      const asked = {
        trackingNumber: NUMBER,
        status: 'in-transit',
        occurredAt: home.clock.wall(),
        eventId: 'e',
      } as const
      const sample = carrier?.sample(asked, JSON.stringify({ keys: [jwk] }))
      return home.street('POST /hooks/shipengine', {
        headers: { ...sample?.headers },
        body: Buffer.from(sample?.body ?? ''),
      })
    }
    expect((await push()).status).toBe(401)
    await home.pass(11)
    await until('the keys to be there', () => home.hub.sources.get('shipengine')?.from === 'fetched')
    expect((await push()).status).toBe(200)
    vendor.parcels.set('jwks', { keys: [] })
    for (let count = 0; count < 3; count++) {
      await home.street('POST /hooks/shipengine', { body: Buffer.from('{}') })
      await home.pass(60)
    }
    expect(fetched()).toBe(1)
    await home.pass(600)
    await home.street('POST /hooks/shipengine', { body: Buffer.from('{}') })
    await until('the keys to be looked for', () => fetched() === 2)
    // An empty answer takes nothing away.
    await home.pass(1)
    expect((await push()).status).toBe(200)
    expect(home.hub.sources.get('shipengine')?.secret).not.toContain('"d"')
  })
})
