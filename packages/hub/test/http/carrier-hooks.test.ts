// Webhooks of every carrier through the street listener: who is believed, once, and what becomes of several parcels, of
// handshakes, of one number twice and of what comes late. Method: each carrier's own samples and golden files, sent to a hub
// with all of them on.
import { carriers } from '@portico/plugin-carriers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, golden, hmac, post, sampleOf, secretOf, shopSays } from '../support/carrier-posts.ts'
import type { Asked, Asking } from '../support/asking.ts'
import { routesOf } from '../support/routes-of.ts'
import { TestHub } from '../support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await TestHub.open(all)
})
afterAll(() => hub[Symbol.asyncDispose]())

const signing = carriers.filter(({ publicKeys }) => !publicKeys).map(({ id }) => id)

describe.each(signing)('%s', (source) => {
  test('T18: is believed once, and told so when it says the same again', async () => {
    const sample = sampleOf(hub, source)
    const answers = [await post(hub, source, sample), await post(hub, source, sample)]
    expect(answers.map(({ status, body }) => [status, body.result])).toEqual([
      [200, 'accepted'],
      [200, 'duplicate'],
    ])
  })
  test('T18: is not believed without its headers, nor with those of another secret', async () => {
    const { body, headers = {} } = sampleOf(hub, source)
    const carrier = carriers.find(({ id }) => id === source)
    const occurredAt = hub.clock.wall()
    const forged = carrier?.sample(
      { trackingNumber: 'X1', status: 'out-for-delivery', occurredAt, eventId: 'f' },
      'guessed',
    )
    for (const asking of [
      { body },
      { body, headers: Object.fromEntries(Object.keys(headers).map((name) => [name, 'x'])) },
      { body: Buffer.from(forged?.body ?? ''), headers: { ...forged?.headers } },
    ]) {
      const answer = await post(hub, source, asking)
      expect([answer.status, answer.body.code]).toEqual([401, 'HUB_HOOK_SIGNATURE'])
    }
  })
  test('T18: a compressed body is not read', async () => {
    const { body, headers } = sampleOf(hub, source)
    const answer = await post(hub, source, { body, headers: { ...headers, 'content-encoding': 'gzip' } })
    expect([answer.status, answer.body.code]).toEqual([415, 'HUB_HTTP_MEDIA_TYPE'])
  })
})

test('ShipEngine without its key set believes nobody', async () => {
  const answer = await post(hub, 'shipengine', { body: Buffer.from('{}') })
  expect(answer.status).toBe(401)
  expect(hub.notices('hook-refused').map(({ source, why }) => [source, why])).toContainEqual([
    'shipengine',
    'no-secret',
  ])
})

test('T14: every source has one route on the street, UPS one for its tokens, and all one that tells this hub from others', async () => {
  const street = await routesOf(hub.hub, 'street')
  expect(street.filter((route) => route.includes('/hooks/')).toSorted()).toEqual(
    [...carriers.map(({ id }) => `POST /hooks/${id}`), 'POST /hooks/ups/token', 'GET /hooks/here'].toSorted(),
  )
})

describe('the signed webhook', () => {
  test('T18: is too old after five minutes, and not yet good five minutes ahead', async () => {
    for (const [age, status] of [
      [299, 200],
      [301, 401],
      [-299, 200],
      [-302, 401],
    ] as const)
      expect((await post(hub, 'webhook', shopSays(hub, { age }))).status, `${age} s`).toBe(status)
  })
  test('T18: with an id that was there is a duplicate, whatever else it says', async () => {
    const first = await post(hub, 'webhook', shopSays(hub, { id: 'msg_same', number: 'S2' }))
    const again = await post(hub, 'webhook', shopSays(hub, { id: 'msg_same', number: 'S3' }))
    expect([first.body.result, again.body.result]).toEqual(['accepted', 'duplicate'])
  })
})

describe('a message that tells of several parcels', () => {
  const shipments = (...ids: readonly string[]): Asking => {
    const status = { statusCode: 'delivered', timestamp: new Date(hub.clock.wall()).toISOString() }
    const body = { scope: 'subscription.push', shipments: ids.map((id) => ({ id, status })) }
    const headers = { 'x-portico-dhl-token': secretOf(hub, 'dhl') }
    return { headers, body: Buffer.from(JSON.stringify(body)) }
  }
  test('is read for each of them, once', async () => {
    const first = await post(hub, 'dhl', shipments('D1', 'D2', 'D3'))
    expect([first.body.result, first.body.parcels.length]).toEqual(['accepted', 3])
    const again = await post(hub, 'dhl', shipments('D1', 'D2', 'D3'))
    expect(again.body).toEqual({ result: 'duplicate', parcels: [] })
    const numbers = hub.runtime.deliveries.parcels.map(({ number }) => number)
    for (const number of ['D1', 'D2', 'D3']) expect(numbers).toContain(number)
  })
  test('of more than anybody has is kept unread', async () => {
    const many = Array.from({ length: 101 }, (_, at) => `M${at}`)
    expect((await post(hub, 'dhl', shipments(...many))).body).toEqual({ result: 'kept', parcels: [] })
  })
})

test('a handshake is kept, and its secret stands in no line', async () => {
  const headers = { 'x-portico-dhl-token': secretOf(hub, 'dhl') }
  const body = Buffer.from(golden('dhl.subscription-validate.json'))
  expect((await post(hub, 'dhl', { headers, body })).body).toEqual({ result: 'kept', parcels: [] })
  expect(JSON.stringify(hub.lines)).not.toContain('i8r0PorticoFixtureSecret5Q2w')
})

test('one number of two carriers is two parcels', async () => {
  const number = 'TWICE00000001'
  await post(hub, 'webhook', shopSays(hub, { number, more: { carrier: 'DPD', status: 'in-transit' } }))
  await post(hub, 'webhook', shopSays(hub, { number, more: { carrier: 'GLS', status: 'delivered' } }))
  const found = hub.runtime.deliveries.parcels.filter((parcel) => parcel.number === number)
  expect(found.map(({ carrier, status }) => [carrier, status])).toEqual([
    ['dpd', 'in-transit'],
    ['gls', 'delivered'],
  ])
})

test('what comes out of order by hours or days does not reopen a parcel that came', async () => {
  const send = (name: string): Promise<Asked> => {
    const body = golden(name)
    const headers = { 'aftership-hmac-sha256': hmac(hub, 'aftership', 'base64', body) }
    return post(hub, 'aftership', { headers, body: Buffer.from(body) })
  }
  await send('aftership.delivered.json')
  const late = await send('aftership.delivered-out-of-order.json')
  expect(late.body.result).toBe('accepted')
  await send('aftership.out-for-delivery.json')
  const parcel = hub.runtime.deliveries.parcels.find(({ number }) => number === 'QX501204176GB')
  expect(parcel).toMatchObject({ status: 'delivered', carrier: 'royal-mail' })
})

test('Shippo sends one event twice under other bytes: it is one', async () => {
  const send = (name: string): Promise<Asked> => {
    const body = golden(name)
    const time = Math.floor(hub.clock.wall() / 1000)
    const v1 = hmac(hub, 'shippo', 'hex', `${time}.${body}`)
    return post(hub, 'shippo', {
      headers: { 'shippo-auth-signature': `t=${time},v1=${v1}` },
      body: Buffer.from(body),
    })
  }
  const results = [await send('shippo.delivered.json'), await send('shippo.duplicate.json')]
  expect(results.map(({ body }) => body.result)).toEqual(['accepted', 'duplicate'])
})
