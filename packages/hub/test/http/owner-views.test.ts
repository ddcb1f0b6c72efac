// What the owner reads about doors, visits and parcels: never more than is proved, always with the numbers, and what
// he is asked together with what nobody has proved about it.
import { refusalCodes } from '@portico/core'
import { refusalWords, unprovedWords } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { ownerWords } from '../../src/views/words.ts'
import type { Asked } from '../support/asking.ts'
import { NUMBER, TestHub } from '../support/test-hub.ts'

async function get(hub: TestHub, path: string): Promise<Asked['body']> {
  return (await hub.ask(`GET /api/v1/${path}`, { headers: await hub.token('read') })).body
}

describe('who is asked reads what is not proved', () => {
  const signedSource = {
    rtsp: 'rtsp://127.0.0.1:1/hall',
    username: null,
    password: null,
    liveness: { method: 'signed', key: '00' },
  } as const
  const unproved = async (hub: TestHub): Promise<string[]> => {
    const { ask } = await get(hub, `sessions/${hub.sid}`)
    for (const { code, words } of ask.unproved)
      expect(Object.entries(unprovedWords)).toContainEqual([code, words])
    return ask.unproved.map(({ code }: { code: string }) => code)
  }
  test('of a claimed parcel by a signed report: who stands there, and whether the picture lives', async () => {
    await using hub = await TestHub.open()
    await hub.arrived()
    expect(await unproved(hub)).toEqual(['COURIER_UNPROVED', 'PICTURE_UNPROVED'])
    hub.fanOut.onSource('hall', signedSource)
    expect(await unproved(hub)).toEqual(['COURIER_UNPROVED'])
  })
  test('of a parcel that nobody claimed', async () => {
    await using hub = await TestHub.open()
    await hub.hook('out-for-delivery')
    await hub.pass(0.1)
    await hub.arrive(await hub.begin())
    expect(await unproved(hub)).toEqual(['COURIER_UNPROVED', 'PARCEL_UNCLAIMED', 'PICTURE_UNPROVED'])
  })
  test('of a report that nobody signed', async () => {
    await using hub = await TestHub.open()
    const body = { trackingNumber: NUMBER, status: 'out-for-delivery' }
    await hub.ask('POST /api/v1/deliveries', { headers: await hub.token('arm'), body })
    await hub.pass(0.1)
    await hub.arrive(await hub.begin())
    expect(await unproved(hub)).toContain('CARRIER_UNSIGNED')
  })
  test('and is shown the camera outside, with the time that is left, only while he is asked', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const { sid } = hub
    expect(await get(hub, `sessions/${sid}`)).toMatchObject({ state: 'open', phase: 'armed', ask: null })
    await hub.arrive(await hub.begin())
    expect((await get(hub, `sessions/${sid}`)).ask).toMatchObject({
      try: 0,
      untilMs: 60_000,
      camera: 'porch',
    })
    await hub.pass(10)
    expect((await get(hub, `sessions/${sid}`)).ask).toMatchObject({ untilMs: 50_000 })
    await hub.pass(51)
    const after = await get(hub, `sessions/${sid}`)
    expect(after).toMatchObject({ ask: null, tries: 1, refusals: [{ code: 'APPROVAL_TIMEOUT' }] })
    expect(after.refusals[0]).toMatchObject({
      words: refusalWords.APPROVAL_TIMEOUT.owner,
      next: refusalWords.APPROVAL_TIMEOUT.next,
    })
  })
})

describe('the words of a refusal', () => {
  test('bear the numbers that led to it', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    await hub.arrived()
    const refused = await hub.ask(`POST /api/v1/sessions/${hub.sid}/approve`, {
      headers: owner,
      body: { try: 3, picture: '0'.repeat(64) },
    })
    expect(refused.body).toMatchObject({ code: 'OTHER_TRY', value: 3, limit: 0 })
  })
  test('leave no gap, whatever numbers there are', () => {
    for (const code of refusalCodes) {
      expect(ownerWords({ code })).not.toMatch(/[{}]|NaN|undefined/)
      expect(ownerWords({ code, value: 1234.5678, limit: 3 })).not.toMatch(/[{}?]|\d\.\d\d/)
    }
    expect(ownerWords({ code: 'BATTERY_LOW', value: 12.34, limit: 15 })).toBe(
      'Lock battery 12.3 %; couriers need 15 %.',
    )
    expect(ownerWords({ code: 'DAY_LIMIT' })).toBe('Couriers were let in ? times today; the limit is ?.')
  })
})

describe('a door', () => {
  test('tells what is proved, how old each word is, and that a feed which was never heard connects', async () => {
    await using hub = await TestHub.open()
    const door = await get(hub, 'doors/front')
    expect(door).toMatchObject({
      name: 'Front door',
      state: 'locked-proved',
      phase: 'idle',
      session: null,
      unfit: null,
    })
    expect(door.bolt).toEqual({ word: 'locked', ageMs: expect.any(Number) })
    const [before] = [door.bolt.ageMs]
    await hub.pass(1)
    expect((await get(hub, 'doors/front')).bolt.ageMs).toBe(before + 1000)
    expect(door.cameras).toEqual([
      {
        id: 'porch',
        view: 'outside',
        witness: false,
        talk: false,
        sound: 'live',
        proof: 'none',
        feed: 'connecting',
        ageMs: null,
      },
      {
        id: 'hall',
        view: 'inside',
        witness: true,
        talk: false,
        sound: 'off',
        proof: 'none',
        feed: 'connecting',
        ageMs: null,
      },
    ])
    const captured = hub.clock.mono()
    hub.fanOut.onFeed({ camera: 'hall', state: 'live', captured })
    await hub.pass(0.5)
    expect((await get(hub, 'doors/front')).cameras[1]).toMatchObject({ feed: 'live', ageMs: 500 })
    hub.fanOut.onLost()
    expect((await get(hub, 'doors/front')).cameras[1]).toMatchObject({ feed: 'silent', ageMs: 500 })
  })
  test('that one witness alone speaks for is not proved', async () => {
    await using hub = await TestHub.open()
    hub.door.link.contact = false
    await hub.pass(400)
    expect((await get(hub, 'doors/front')).state).not.toBe('locked-proved')
  })
})

describe('parcels and visits', () => {
  test('are told newest first, in the number that is asked for', async () => {
    await using hub = await TestHub.open()
    const numbers = ['JD000000000000000001', 'JD000000000000000002', 'JD000000000000000003']
    for (const number of numbers) {
      await hub.hook('out-for-delivery', { number })
      await hub.pass(1)
    }
    const parcels = await get(hub, 'parcels')
    expect(parcels.map(({ trackingNumber }: { trackingNumber: string }) => trackingNumber)).toEqual(
      numbers.toReversed(),
    )
    expect(await get(hub, 'parcels?limit=1')).toEqual(parcels.slice(0, 1))
    const visits = await get(hub, 'sessions')
    expect(visits.map(({ parcels: [parcel] }: { parcels: string[] }) => parcel)).toEqual(
      parcels.map(({ id }: { id: string }) => id),
    )
    expect(parcels.map(({ session }: { session: string }) => session)).toEqual(
      visits.map(({ id }: { id: string }) => id),
    )
    expect(await get(hub, 'sessions?limit=2')).toHaveLength(2)
    expect((await get(hub, 'sessions?state=open')).map(({ id }: { id: string }) => id)).toEqual([hub.sid])
    expect(await get(hub, 'sessions?state=due')).toHaveLength(2)
    expect(await get(hub, 'sessions?state=closed')).toEqual([])
  })
  test('a claim gives a parcel its name and raises what may come of it', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.hook('in-transit')
    expect((await get(hub, 'parcels'))[0]).toMatchObject({
      claim: 'none',
      title: null,
      source: 'easypost',
      status: 'in-transit',
    })
    const body = { trackingNumber: ` ${NUMBER.toLowerCase()} `, title: 'A lamp' }
    const claimed = await hub.ask('POST /api/v1/parcels', { headers, body })
    expect([claimed.status, claimed.body]).toMatchObject([
      201,
      { claim: 'household', title: 'A lamp', trackingNumber: NUMBER },
    ])
    expect(await get(hub, 'parcels')).toEqual([claimed.body])
  })
})

describe('a delivery that is reported by hand', () => {
  const now = Date.UTC(2026, 10, 23, 10, 0, 4)
  const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString()
  test.each([
    ['out-for-delivery', undefined, null],
    ['out-for-delivery', at(0), null],
    ['out-for-delivery', '2026-11-23T11:00:04+01:00', null],
    ['out-for-delivery', at(-18.1), 'too-old'],
    ['out-for-delivery', at(0.2), 'ahead'],
    ['in-transit', undefined, 'status'],
    ['delivered', undefined, 'status'],
  ])('%s at %s: armed, or why not (%s)', async (status, occurredAt, unarmed) => {
    await using hub = await TestHub.open()
    const headers = await hub.token('arm')
    const body = { trackingNumber: NUMBER, status, ...(occurredAt !== undefined && { occurredAt }) }
    const answer = await hub.ask('POST /api/v1/deliveries', { headers, body })
    expect([answer.status, answer.body.result, answer.body.unarmed]).toEqual([200, 'accepted', unarmed])
  })
})
