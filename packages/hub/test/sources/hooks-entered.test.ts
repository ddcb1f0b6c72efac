// The webhook that a service sends to is entered there once, looked after, and taken out again. Method: a whole hub in
// virtual time with a public address, against simulated services on this machine.
import { describe, expect, test } from 'vitest'
import { NUMBER } from '../support/test-hub.ts'
import { KEY, ReachHome, toldNow } from '../support/reach-home.ts'

const publicUrl = 'https://portico.example'
const DAY = 24 * 60 * 60

describe.each(['easypost', 'shippo', 'shipengine'] as const)('%s', (name) => {
  test('is told our address, once, over restarts too', async () => {
    await using reach = await ReachHome.open([name], { settings: { sources: [name], publicUrl } })
    const vendor = reach.vendor(name)
    await reach.asked(name, 2)
    const [[ref, hook] = []] = [...vendor.hooks]
    expect(hook?.url.split('?')[0]).toBe(`${publicUrl}/hooks/${name}`)
    if (name === 'easypost') expect(hook?.secret).toBe(reach.home.hub.sources.get(name)?.secret)
    const { carrier, secret } = reach.home.hub.sources.get(name) ?? {}
    expect(new URL(hook?.url ?? '').searchParams.get('token')).toBe(carrier?.urlToken?.(secret ?? '') ?? null)
    await reach.begin()
    await reach.turn(name)
    await reach.turn(name, DAY)
    expect([...vendor.hooks.keys()]).toEqual([ref])
    expect(reach.home.hub.reach.reachOf(name)?.line.state.hook?.url).toBe(`${publicUrl}/hooks/${name}`)
  })

  test('lost it: it is entered anew within a day', async () => {
    await using reach = await ReachHome.open([name], { settings: { sources: [name], publicUrl } })
    const vendor = reach.vendor(name)
    await reach.asked(name, 2)
    vendor.hooks.clear()
    vendor.hooks.set('somebody else', { url: 'https://shop.example/hook', secret: null })
    for (let turn = 0; turn < 26; turn++) await reach.turn(name, 3600)
    expect([...vendor.hooks.values()].map(({ url }) => url.split('?')[0])).toEqual([
      'https://shop.example/hook',
      `${publicUrl}/hooks/${name}`,
    ])
  })

  test('refuses it: it is tried again each hour, and not more often', async () => {
    const settings = { sources: [name], publicUrl }
    await using reach = await ReachHome.open([name], { settings }, (vendor) => {
      vendor.mood = { type: 'status', status: 422 }
    })
    // ShipEngine's keys are fetched beside it.
    const asked = () => reach.vendor(name).lines.filter((line) => line !== 'GET /jwks')
    for (let turn = 0; turn < 30; turn++) await reach.turn(name)
    expect(asked()).toHaveLength(1)
    await reach.turn(name, 3601)
    expect(asked()).toHaveLength(2)
  })
})

test('a home that nobody reaches enters nothing, and takes out what it had entered', async () => {
  await using reach = await ReachHome.open(['easypost'], { settings: { sources: ['easypost'], publicUrl } })
  const vendor = reach.vendor('easypost')
  await reach.asked('easypost', 2)
  expect(vendor.hooks.size).toBe(1)
  await reach.begin({ settings: { sources: ['easypost'], publicUrl: null } })
  await reach.turn('easypost')
  await reach.turn('easypost', DAY)
  await reach.turn('easypost', 3)
  expect(vendor.hooks.size).toBe(0)
  expect(reach.home.audited('source-hook-removed')).toEqual([
    { what: 'source-hook-removed', by: null, source: 'easypost' },
  ])
})

test('another secret is another webhook: the one before is taken out', async () => {
  await using reach = await ReachHome.open(['easypost'], {
    hookSecret: '',
    settings: { sources: ['easypost'], publicUrl },
  })
  const { home } = reach
  const vendor = reach.vendor('easypost')
  await reach.asked('easypost', 2)
  const owner = await home.owner()
  const made = await home.ask('POST /api/v1/sources/easypost/secret', { headers: owner, body: {} })
  await reach.asked('easypost', 5)
  expect([...vendor.hooks.values()]).toEqual([
    { url: `${publicUrl}/hooks/easypost`, secret: made.body.secret },
  ])
})

test('who forgets the key takes out the webhook first', async () => {
  const environment = { PORTICO_CARRIER_KEY_EASYPOST: '' }
  await using reach = await ReachHome.open(['easypost'], {
    environment,
    settings: { sources: ['easypost'], publicUrl },
  })
  const { home } = reach
  const owner = await home.owner()
  await home.ask('POST /api/v1/sources/easypost/key', { headers: owner, body: { key: KEY } })
  await reach.asked('easypost', 2)
  expect(reach.vendor('easypost').hooks.size).toBe(1)
  const gone = await home.ask('POST /api/v1/sources/easypost/key/forget', { headers: owner })
  expect([gone.status, reach.vendor('easypost').hooks.size]).toEqual([200, 0])
  const asked = reach.vendor('easypost').heard.length
  await reach.turn('easypost', 7_200)
  expect(reach.vendor('easypost').heard).toHaveLength(asked)
})

test('who only pushes is told of claimed parcels once it knows our address', async () => {
  await using reach = await ReachHome.open(['shippo', 'shipengine'], {
    settings: { sources: ['shippo', 'shipengine'], publicUrl },
  })
  const { home } = reach
  await home.runtime.deliveries.claim({ number: NUMBER, carrier: 'ups', title: null, by: 'u_1' })
  await home.runtime.deliveries.claim({ number: 'UNKNOWN1234', carrier: 'pigeon', title: null, by: 'u_1' })
  for (const name of ['shippo', 'shipengine'] as const) {
    await reach.asked(name, 3)
    for (let turn = 0; turn < 4; turn++) await reach.turn(name)
    expect([...reach.vendor(name).followed]).toEqual([NUMBER])
    expect(reach.vendor(name).lines.slice(0, 2)).toEqual([
      name === 'shippo' ? 'GET /webhooks' : 'GET /v1/environment/webhooks',
      name === 'shippo' ? 'POST /webhooks' : 'POST /v1/environment/webhooks',
    ])
  }
})

test('a push and an answer say the same: one visit', async () => {
  await using reach = await ReachHome.open(['easypost'])
  const { home } = reach
  reach.vendor('easypost').parcels.set(NUMBER, toldNow(home, 'easypost', NUMBER, 'out-for-delivery'))
  await home.claim()
  await home.hook('out-for-delivery')
  await reach.asked('easypost', 1)
  await home.pass(0.1)
  expect(home.runtime.visits.all).toHaveLength(1)
})
