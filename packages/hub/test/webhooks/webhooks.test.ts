// Webhooks of a home in virtual time, to a real receiver: what a visit tells and what it does not, signatures as the
// specification's own package sees them, retries over days, the end of a receiver, and who may do what.
import { hours, minutes } from '@portico/core'
import { webhookEvents } from '@portico/protocol'
import { expect, test } from 'vitest'
import { Receiver } from '../support/receiver.ts'
import { NUMBER, TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const open = (options: Parameters<typeof TestHub.open>[0] = {}): Promise<TestHub> =>
  TestHub.open({ ...options, settings: { webhookHosts: ['127.0.0.1'] } })

interface Added {
  readonly id: string
  readonly secret: string
}

async function add(hub: TestHub, headers: Record<string, string>, url: string): Promise<Added> {
  const { status, body } = await hub.ask('POST /api/v1/webhooks', {
    headers,
    body: { url, events: [...webhookEvents] },
  })
  expect([status, body.secret]).toEqual([201, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)])
  return { id: body.webhook.id, secret: body.secret }
}

const viewOf = async (hub: TestHub, headers: Record<string, string>) =>
  (await hub.ask('GET /api/v1/webhooks', { headers })).body[0]

test('a delivery is told step by step, in order, signed, and with nobody and nothing named', async () => {
  await using hub = await open()
  await using receiver = await Receiver.open()
  const owner = await hub.owner()
  // What was before is nobody's affair.
  await hub.claim()
  const { secret } = await add(hub, owner, receiver.url)
  await hub.hook('out-for-delivery')
  await hub.pass(0.1)
  const sid = await hub.delivered(owner)
  hub.house.ring('front' as Parameters<typeof hub.house.ring>[0]) // cast: id of a door
  await until('everything to be told', async () => {
    await hub.pass(0.1)
    return receiver.types.includes('door.ring.v1')
  })
  expect(receiver.types.filter((type, place) => receiver.types.indexOf(type) === place)).toEqual([
    'parcel.observed.v1',
    'delivery.expected.v1',
    'delivery.arrived.v1',
    'delivery.opened.v1',
    'delivery.dropped.v1',
    'delivery.proved.v1',
    'delivery.ended.v1',
    'door.ring.v1',
  ])
  const ids = receiver.got.map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(ids.length)
  const ended = receiver.got.find(({ message }) => message.type.includes('ended'))
  expect(ended?.message).toEqual({
    type: 'io.portico.delivery.ended.v1',
    timestamp: expect.stringMatching(/^2026-11-23T10:\d\d:\d\d\.\d{3}Z$/),
    data: {
      specversion: '1.0',
      id: ended?.headers['webhook-id'],
      source: '/portico',
      subject: sid,
      simulated: true,
      door: 'front',
      session: sid,
      outcome: 'delivered',
    },
  })
  for (const got of receiver.got) {
    expect(got.body.length).toBeLessThan(20_000)
    expect(got.body).not.toContain(NUMBER)
    expect(got.headers['webhook-id']).not.toContain('.')
    // The clock of this home is its own: the signature is looked at, and the time is that of the home.
    expect(() => receiver.verify(secret, got)).toThrow('timestamp')
    expect(Number(got.headers['webhook-timestamp'])).toBeCloseTo(hub.clock.wall() / 1_000, -2)
  }
  expect(JSON.stringify(hub.lines) + hub.logged.join('')).not.toContain(secret.slice(6))
})

test('who may: people, and no token; where to: a closed list; how many: sixteen', async () => {
  await using hub = await open()
  await using receiver = await Receiver.open()
  const owner = await hub.owner()
  const all = await hub.token('read', 'arm', 'presence', 'pass', 'camera', 'metrics')
  const body = { url: receiver.url, events: ['io.portico.door.ring.v1'] }
  expect((await hub.ask('POST /api/v1/webhooks', { headers: all, body })).status).toBe(403)
  const refused = async (more: object) => {
    const answer = await hub.ask('POST /api/v1/webhooks', { headers: owner, body: { ...body, ...more } })
    return [answer.status, answer.body.code]
  }
  expect(await refused({ url: 'https://10.0.0.1/' })).toEqual([403, 'HUB_WEBHOOK_ADDRESS'])
  expect(await refused({ url: 'http://example.com/' })).toEqual([400, 'HUB_WEBHOOK_URL'])
  expect(await refused({ events: ['io.portico.everything.v1'] })).toEqual([400, 'HUB_HTTP_BODY'])
  expect(await refused({ events: [] })).toEqual([400, 'HUB_HTTP_BODY'])
  for (let count = 0; count < 16; count++) expect((await refused({}))[0]).toBe(201)
  expect(await refused({})).toEqual([409, 'HUB_WEBHOOK_LIMIT'])
  const { id } = await viewOf(hub, owner)
  expect((await hub.ask(`POST /api/v1/webhooks/${id}/revoke`, { headers: owner })).status).toBe(200)
  expect((await hub.ask(`POST /api/v1/webhooks/${id}/test`, { headers: owner })).status).toBe(404)
  expect(hub.audited('webhook-added')).toHaveLength(16)
  expect(hub.audited('webhook-ended')).toEqual([
    { what: 'webhook-ended', by: expect.stringMatching(/^u_/), webhook: id },
  ])
})

test('a test is sent once and its answer told; another secret signs beside the one before for a day', async () => {
  await using hub = await open()
  await using receiver = await Receiver.open()
  const owner = await hub.owner()
  const { id, secret } = await add(hub, owner, receiver.url)
  const asked = await hub.ask(`POST /api/v1/webhooks/${id}/test`, { headers: owner })
  expect(asked.body).toEqual({ good: true, status: 204, words: 'taken' })
  expect((await hub.ask(`POST /api/v1/webhooks/${id}/test`, { headers: owner })).body.code).toBe(
    'HUB_HTTP_QUOTA',
  )
  const rotated = (await hub.ask(`POST /api/v1/webhooks/${id}/rotate`, { headers: owner })).body
  expect(rotated.webhook.olderUntil).toBe(hub.clock.wall() + hours(24))
  await hub.pass(6)
  receiver.answer = { status: 302, headers: { location: 'https://example.com/' } }
  expect((await hub.ask(`POST /api/v1/webhooks/${id}/test`, { headers: owner })).body).toEqual({
    good: false,
    status: 302,
    words: 'it leads elsewhere, and that is not followed',
  })
  const signatures = (place: number) => String(receiver.got[place]?.headers['webhook-signature']).split(' ')
  expect([signatures(0).length, signatures(1).length]).toEqual([1, 2])
  await hub.clock.advance(hours(24))
  await hub.ask(`POST /api/v1/webhooks/${id}/test`, { headers: owner })
  expect(signatures(2)).toHaveLength(1)
  expect(rotated.secret).not.toBe(secret)
  // And with everything else that is made anew in one act.
  const all = (await hub.ask('POST /api/v1/faces/rotate-all', { headers: owner })).body
  expect(all.secrets).toContainEqual({ of: 'webhook', id, secret: expect.stringMatching(/^whsec_/) })
})

test('a receiver that is away is tried for three days, told of after one, and then nothing is sent any more', async () => {
  await using hub = await open()
  await using receiver = await Receiver.open()
  const owner = await hub.owner()
  await add(hub, owner, receiver.url)
  receiver.answer = { status: 500 }
  await hub.armed()
  const times: number[] = []
  for (let tries = 1; tries <= 10; tries++) {
    await until(`try ${tries}`, async () => {
      await hub.clock.advance(tries < 3 ? minutes(0.05) : minutes(10))
      return receiver.got.length >= tries
    })
    times.push(hub.clock.wall())
    await until(
      'the answer to be noted',
      async () => (await viewOf(hub, owner)).last?.at >= (times.at(-1) ?? 0) - hours(1),
    )
  }
  await until('the end', async () => (await viewOf(hub, owner)).state === 'disabled')
  const first = receiver.got[0]?.headers['webhook-id']
  expect(receiver.got.map(({ headers }) => headers['webhook-id'])).toEqual(
    Array.from({ length: 10 }, () => first),
  )
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(hours(75))
  expect(hub.notices('webhook-failing')).toHaveLength(1)
  expect(hub.audited('webhook-disabled')).toEqual([
    { what: 'webhook-disabled', by: null, webhook: expect.any(String), why: 'over' },
  ])
  const view = await viewOf(hub, owner)
  expect(view).toMatchObject({
    state: 'disabled',
    last: { status: 500, words: 'it answered 500' },
    nextTry: null,
  })
  expect(view.waiting).toBeGreaterThan(0)
})

test('one that was given up is resumed by a person: told from then on, with nothing of what it missed', async () => {
  await using hub = await open()
  await using receiver = await Receiver.open()
  const owner = await hub.owner()
  const { id } = await add(hub, owner, receiver.url)
  const resume = `POST /api/v1/webhooks/${id}/resume` as const
  expect((await hub.ask(resume, { headers: owner })).body.code).toBe('HUB_WEBHOOK_RUNS')
  receiver.answer = { status: 410 }
  await hub.claim()
  await hub.hook('in-transit')
  await until('the end', async () => (await viewOf(hub, owner)).state === 'disabled')
  const { length } = receiver.got
  receiver.answer = { status: 204 }
  await hub.hook('out-for-delivery')
  await hub.pass(0.1)
  const { waiting } = await viewOf(hub, owner)
  expect(waiting).toBeGreaterThan(1)
  const token = await hub.token('read', 'arm')
  expect((await hub.ask(resume, { headers: token })).status).toBe(403)
  const resumed = await hub.ask(resume, { headers: owner })
  expect([resumed.status, resumed.body]).toEqual([
    200,
    expect.objectContaining({ id, state: 'good', waiting: 0, nextTry: null }),
  ])
  const [line] = hub.audited('webhook-resumed')
  expect(line).toEqual({
    ...{ what: 'webhook-resumed', by: expect.stringMatching(/^u_/), webhook: id },
    ...{ after: expect.any(Number), passed: waiting },
  })
  // Whoever wants what was passed over reads on in the journal from there.
  const missed = hub.lines.filter(({ seq }) => seq > Number(line?.['after']))
  expect(missed.map(({ type }) => type)).toContain('SessionArmed')
  hub.house.ring('front' as Parameters<typeof hub.house.ring>[0]) // cast: id of a door
  await receiver.received(length + 1)
  await until('it to be noted', async () => (await viewOf(hub, owner)).last?.status === 204)
  expect(receiver.types.slice(length)).toEqual(['door.ring.v1'])
})

test('410 ends it at once; one that comes back is told what it missed, and asked for fewer it waits', async () => {
  await using hub = await open()
  await using receiver = await Receiver.open()
  const owner = await hub.owner()
  await add(hub, owner, receiver.url)
  receiver.answer = { status: 429, headers: { 'retry-after': '600' } }
  await hub.claim()
  await hub.hook('in-transit')
  await receiver.received(1)
  await until('it to wait', async () => (await viewOf(hub, owner)).nextTry !== null)
  expect((await viewOf(hub, owner)).nextTry).toBeGreaterThanOrEqual(hub.clock.wall() + 590_000)
  expect((await viewOf(hub, owner)).state).toBe('retrying')
  await hub.hook('out-for-delivery')
  receiver.answer = { status: 200 }
  await until('it to be told', async () => {
    await hub.pass(60)
    return receiver.got.length >= 5
  })
  expect(receiver.got[0]?.headers['webhook-id']).toBe(receiver.got[1]?.headers['webhook-id'])
  expect(receiver.types.slice(1, 5)).toEqual([
    'parcel.observed.v1',
    'parcel.observed.v1',
    'parcel.observed.v1',
    'delivery.expected.v1',
  ])
  await until('nothing to wait', async () => (await viewOf(hub, owner)).waiting === 0)
  receiver.answer = { status: 410 }
  hub.house.ring('front' as Parameters<typeof hub.house.ring>[0]) // cast: id of a door
  await until('the end', async () => (await viewOf(hub, owner)).state === 'disabled')
  expect(hub.audited('webhook-disabled')).toMatchObject([{ why: 'gone' }])
})
