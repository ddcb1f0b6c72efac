// Homes that nobody reaches from outside: services are asked about the parcels of the household. Method: a whole hub in
// virtual time against simulated services on this machine, with what their webhooks would say now.
import { describe, expect, test } from 'vitest'
import { wallTime } from '@portico/core'
import { NUMBER } from '../support/test-hub.ts'
import { KEY, ReachHome, toldNow } from '../support/reach-home.ts'

const OTHER = '1Z999AA10123456784'

describe.each(['easypost', 'aftership', '17track'] as const)('%s', (name) => {
  test('tells of a claimed parcel: it is registered, asked about, and arms as its push would', async () => {
    await using reach = await ReachHome.open([name])
    const { home } = reach
    const vendor = reach.vendor(name)
    vendor.parcels.set(NUMBER, toldNow(home, name, NUMBER, 'out-for-delivery'))
    await home.claim()
    await reach.asked(name, 1)
    expect(vendor.followed).toEqual(new Set([NUMBER]))
    // 17TRACK registers without telling: the next question does.
    if (name === '17track') await reach.asked(name, 2, 61)
    await home.pass(0.1)
    expect(home.runtime.deliveries.parcels).toMatchObject([
      { number: NUMBER, claim: 'household', status: 'out-for-delivery', grade: 'signed', statusSource: name },
    ])
    expect(home.phase).toBe('armed')
    expect(vendor.heard.every(({ key }) => key === KEY)).toBe(true)
  })

  test('says the same again: it is no news, and no line', async () => {
    await using reach = await ReachHome.open([name])
    const { home } = reach
    reach.vendor(name).parcels.set(NUMBER, toldNow(home, name, NUMBER, 'out-for-delivery'))
    await home.claim()
    await reach.asked(name, 2, 61)
    const { seq } = home
    // Near parcels are asked about every five minutes.
    await reach.turn(name, 301)
    await reach.turn(name, 301)
    expect(reach.vendor(name).heard.length).toBeGreaterThanOrEqual(4)
    expect(home.lines.filter(({ type }) => type === 'ParcelObserved')).toHaveLength(2)
    expect(home.seq - seq).toBeLessThan(6)
  })

  test('is asked no more once the parcel is there', async () => {
    await using reach = await ReachHome.open([name])
    const { home } = reach
    const vendor = reach.vendor(name)
    vendor.parcels.set(NUMBER, toldNow(home, name, NUMBER, 'out-for-delivery'))
    await home.claim()
    await reach.asked(name, 2, 61)
    vendor.parcels.set(NUMBER, toldNow(home, name, NUMBER, 'delivered'))
    await reach.turn(name, 301)
    await reach.turn(name, 301)
    expect(home.runtime.deliveries.parcels).toMatchObject([{ status: 'delivered' }])
    await reach.turn(name)
    const asked = vendor.heard.length
    expect(home.hub.reach.reachOf(name)?.line.state.turns).toEqual([])
    // EasyPost has no end of it; the others are told.
    expect(vendor.followed.size).toBe(name === 'easypost' ? 1 : 0)
    await reach.turn(name, 3600)
    expect(vendor.heard).toHaveLength(asked)
  })

  test('G1: a parcel of somebody else in the same account is nobody’s here', async () => {
    await using reach = await ReachHome.open([name])
    const { home } = reach
    const vendor = reach.vendor(name)
    vendor.parcels.set(NUMBER, toldNow(home, name, NUMBER, 'in-transit'))
    vendor.strangers.push(toldNow(home, name, OTHER, 'out-for-delivery'))
    await home.claim()
    await reach.asked(name, 1)
    await reach.asked(name, 2, 1801)
    expect(home.runtime.deliveries.parcels.map(({ number }) => number)).toEqual([NUMBER])
    expect(home.runtime.visits.all).toEqual([])
  })
})

describe('what is asked', () => {
  test('G1: of a parcel that the household did not name nobody outside is told', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const { home } = reach
    await home.hook('out-for-delivery', { number: OTHER })
    await reach.turn('easypost')
    await reach.turn('easypost', 3600)
    expect(home.runtime.deliveries.parcels).toMatchObject([{ number: OTHER, claim: 'none' }])
    expect(reach.vendor('easypost').lines.filter((line) => line !== 'GET /v2/webhooks')).toEqual([])
  })

  test('goes to the first service that would follow the parcel, and to the next when it would not', async () => {
    await using reach = await ReachHome.open(['easypost', 'aftership'])
    const { home } = reach
    reach.vendor('aftership').parcels.set(NUMBER, toldNow(home, 'aftership', NUMBER, 'in-transit'))
    await home.claim()
    await reach.asked('easypost', 1)
    expect(reach.vendor('aftership').heard).toEqual([])
    await reach.asked('aftership', 1)
    expect(home.runtime.deliveries.parcels).toMatchObject([{ statusSource: 'aftership' }])
    expect(reach.vendor('easypost').heard).toHaveLength(1)
  })

  test('is no more than the budget of the day, of which the last part is for what is near', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const { home } = reach
    const vendor = reach.vendor('easypost')
    vendor.parcels.set(NUMBER, toldNow(home, 'easypost', NUMBER, 'out-for-delivery'))
    await home.claim()
    await reach.asked('easypost', 1)
    const line = home.hub.reach.reachOf('easypost')?.line
    await line?.change({ spent: { day: '2026-11-23', asks: 238, follows: 1 } })
    for (let turn = 0; turn < 6; turn++) await reach.turn('easypost', 301)
    expect(vendor.heard).toHaveLength(3)
    expect(line?.state.spent).toEqual({ day: '2026-11-23', asks: 240, follows: 1 })
    // The day ends at midnight UTC, 14 hours after the test began.
    for (let turn = 0; turn < 15; turn++) await reach.turn('easypost', 3600)
    expect(vendor.heard.length).toBeGreaterThan(3)
    expect(line?.state.spent.day).toBe('2026-11-24')
  })

  test('survives a restart: nothing is registered twice, nothing asked before its time', async () => {
    await using reach = await ReachHome.open(['aftership'])
    reach.vendor('aftership').parcels.set(NUMBER, toldNow(reach.home, 'aftership', NUMBER, 'in-transit'))
    await reach.home.claim()
    await reach.asked('aftership', 1)
    await reach.begin()
    await reach.turn('aftership')
    await reach.turn('aftership', 3600)
    expect(reach.vendor('aftership').lines).toEqual(['POST /tracking/2026-07/trackings'])
    await reach.turn('aftership', 3700)
    expect(reach.vendor('aftership').lines).toEqual([
      'POST /tracking/2026-07/trackings',
      `GET /tracking/2026-07/trackings/as${NUMBER}`,
    ])
  })
})

describe('a service in a bad mood', () => {
  test('429: it is left alone for as long as it says, over a restart too', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const vendor = reach.vendor('easypost')
    vendor.parcels.set(NUMBER, toldNow(reach.home, 'easypost', NUMBER, 'in-transit'))
    vendor.mood = { type: 'status', status: 429, headers: { 'retry-after': '900' } }
    await reach.home.claim()
    await reach.asked('easypost', 1)
    const { state } = reach.home.hub.reach.reachOf('easypost')?.line ?? {}
    const until = state?.paused ?? 0
    expect(until - reach.home.clock.wall()).toBeGreaterThan(890_000)
    expect(until - reach.home.clock.wall()).toBeLessThan(901_000)
    await reach.begin()
    // A test's clock begins anew with each hub: at the same hour as before.
    expect(reach.home.clock.wall()).toBeLessThan(wallTime(until))
    await reach.turn('easypost', 800)
    expect(vendor.heard).toHaveLength(1)
    vendor.mood = { type: 'good' }
    await reach.asked('easypost', 2)
    expect(reach.home.hub.reach.reachOf('easypost')?.line.state).toMatchObject({ fault: null, failures: 0 })
  })

  test('500: each pause is about twice the one before, and one good answer ends it', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const { home } = reach
    const vendor = reach.vendor('easypost')
    vendor.parcels.set(NUMBER, toldNow(home, 'easypost', NUMBER, 'in-transit'))
    vendor.mood = { type: 'status', status: 500 }
    await home.claim()
    const pauses: number[] = []
    for (let failures = 1; failures <= 4; failures++) {
      await reach.asked('easypost', failures)
      const { paused } = home.hub.reach.reachOf('easypost')?.line.state ?? {}
      pauses.push(((paused ?? 0) - home.clock.wall()) / 1000)
    }
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThan(0.75 * 30 * 2 ** index)
      expect(pause).toBeLessThan(1.25 * 30 * 2 ** index)
    }
    vendor.mood = { type: 'good' }
    await reach.asked('easypost', 5)
    expect(home.runtime.deliveries.parcels).toMatchObject([{ status: 'in-transit' }])
  })

  test('401: the key before the newest is tried; when the newest is taken that one is over', async () => {
    const environment = { PORTICO_CARRIER_KEY_EASYPOST: '' }
    await using reach = await ReachHome.open(['easypost'], { environment })
    const { home } = reach
    const vendor = reach.vendor('easypost')
    const owner = await home.owner()
    const type = (key: string) =>
      home.ask('POST /api/v1/sources/easypost/key', { headers: owner, body: { key } })
    vendor.parcels.set(NUMBER, toldNow(home, 'easypost', NUMBER, 'in-transit'))
    await type(KEY)
    await type('key-not-active-yet')
    await home.claim()
    await reach.asked('easypost', 2)
    expect(vendor.heard.map(({ key }) => key)).toEqual(['key-not-active-yet', KEY])
    expect(home.runtime.deliveries.parcels).toMatchObject([{ status: 'in-transit' }])
    vendor.keys = [KEY, 'key-not-active-yet']
    await reach.turn('easypost', 7201)
    vendor.keys = []
    await reach.turn('easypost', 7201)
    expect(vendor.heard.slice(2).map(({ key }) => key)).toEqual(['key-not-active-yet', 'key-not-active-yet'])
    expect(home.hub.reach.reachOf('easypost')?.line.state.key).toBe('refused')
  })

  test.each([
    [{ type: 'truncated' }, 'it cannot be reached'],
    [{ type: 'huge', bytes: 20_000_000 }, 'its answer is larger than 256000 bytes'],
    [{ type: 'charset', charset: 'iso-8859-1' }, 'its answer is not in UTF-8'],
    [{ type: 'charset', charset: 'utf-8' }, 'its answer is no JSON'],
    [{ type: 'text', text: '<html>' }, 'its answer is no JSON'],
    [{ type: 'status', status: 503 }, 'it answered 503'],
    [{ type: 'status', status: 200, headers: { 'content-encoding': 'gzip' } }, 'its answer is compressed'],
  ] as const)('%j: nothing of it is believed, and the parcel is asked about later', async (mood, why) => {
    await using reach = await ReachHome.open(['easypost'])
    const { home } = reach
    const vendor = reach.vendor('easypost')
    vendor.parcels.set(NUMBER, toldNow(home, 'easypost', NUMBER, 'out-for-delivery'))
    vendor.mood = mood
    await home.claim()
    await reach.asked('easypost', 1)
    expect(home.runtime.deliveries.parcels).toMatchObject([{ status: null }])
    expect(home.hub.reach.reachOf('easypost')?.line.state).toMatchObject({
      failures: 1,
      key: 'unknown',
      fault: { why },
    })
    vendor.mood = { type: 'good' }
    await reach.asked('easypost', 2)
    expect(home.runtime.deliveries.parcels).toMatchObject([{ status: 'out-for-delivery' }])
  })

  test('302: nobody goes where it leads, be it to the service itself', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const vendor = reach.vendor('easypost')
    vendor.mood = { type: 'status', status: 302, headers: { location: `${vendor.url}/elsewhere` } }
    await reach.home.claim()
    await reach.asked('easypost', 1)
    expect(vendor.lines).toEqual(['POST /v2/trackers'])
    expect(reach.home.hub.reach.reachOf('easypost')?.line.state.fault?.why).toBe(
      'it sends us elsewhere, and we do not go',
    )
  })

  test('silent: it is waited for ten seconds', async () => {
    await using reach = await ReachHome.open(['easypost'])
    const { home } = reach
    const vendor = reach.vendor('easypost')
    vendor.mood = { type: 'silent' }
    await home.claim()
    await home.pass(2.1)
    await expect.poll(() => vendor.heard.length).toBe(1)
    await home.pass(9)
    expect(home.hub.reach.reachOf('easypost')?.line.state.fault).toBeNull()
    await home.pass(2)
    await home.hub.reach.reachOf('easypost')?.settled()
    expect(home.hub.reach.reachOf('easypost')?.line.state.fault?.why).toBe('no whole answer within 10000 ms')
  })

  test('no key stands in the log, in the journal or on the disk in the clear', async () => {
    await using reach = await ReachHome.open(['easypost', 'aftership', '17track'])
    const { home } = reach
    for (const vendor of Object.values(reach.vendors)) vendor.mood = { type: 'status', status: 401 }
    await home.claim()
    for (const name of ['easypost', 'aftership', '17track'] as const) await reach.asked(name, 1)
    expect(home.logged.join('\n')).not.toContain(KEY)
    expect(home.logged.join('\n')).not.toContain(Buffer.from(`${KEY}:`).toString('base64'))
    expect(JSON.stringify(home.lines)).not.toContain(KEY)
  })
})
