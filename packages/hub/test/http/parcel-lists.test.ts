// Many parcels: found by any part of number, carrier or title, page by page; and what was said of one, by whom.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ParcelView } from '@portico/protocol'
import { NUMBER, TestHub } from '../support/test-hub.ts'

const COUNT = 250

let hub: TestHub
let headers: Record<string, string>

beforeAll(async () => {
  hub = await TestHub.open()
  headers = await hub.owner()
  for (let number = 0; number < COUNT; number++) {
    const order = { carrier: number % 2 === 0 ? 'ups' : 'DHL', by: 'u_1' }
    const title = number === 7 ? '<img src=x> Größe' : null
    await hub.runtime.deliveries.claim({ number: `JD${String(number).padStart(10, '0')}`, title, ...order })
    if (number % 10 === 0) await hub.pass(1)
  }
})
afterAll(() => hub[Symbol.asyncDispose]())

async function list(query: string): Promise<readonly ParcelView[]> {
  const { status, body } = await hub.ask(`GET /api/v1/parcels?${query}`, { headers })
  expect([query, status]).toEqual([query, 200])
  return body
}

test('page by page the whole list is there once, newest first', async () => {
  const all: ParcelView[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await list(`limit=33${last ? `&before=${last.lastSeen}.${last.id}` : ''}`)
    all.push(...page)
    if (page.length < 33) break
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(COUNT)
  expect(all.map(({ lastSeen }) => lastSeen)).toEqual(
    all.map(({ lastSeen }) => lastSeen).toSorted((a, b) => b - a),
  )
})

test.each([
  ['q=0000000007', ['JD0000000007']],
  ['q=jd%200000-000012', ['JD0000000012']],
  ['q=gr%C3%B6%C3%9Fe', ['JD0000000007']],
  ['q=%3Cimg', ['JD0000000007']],
  ['q=nothing-like-it', []],
  // Each word somewhere: in its title, its carrier, its number.
  ['q=gr%C3%B6%C3%9Fe%20dhl', ['JD0000000007']],
  ['q=gr%C3%B6%C3%9Fe%20ups', []],
  ['q=way%2012%20JD0000000012', ['JD0000000012']],
])('a search finds what is meant: %s', async (query, numbers) => {
  expect((await list(query)).map(({ trackingNumber }) => trackingNumber)).toEqual(numbers)
})

test('a search pages like the list', async () => {
  const first = await list('q=dhl&limit=100')
  const last = first.at(-1)
  const second = await list(`q=dhl&limit=100&before=${last?.lastSeen}.${last?.id}`)
  expect([first.length, second.length]).toEqual([100, 25])
  expect(first.filter(({ id }) => second.some((other) => other.id === id))).toEqual([])
})

test.each([
  'q=ab',
  'q=%20%20%20',
  `q=${'x'.repeat(65)}`,
  'before=x',
  'before=1.',
  'before=-1.p_1',
  'limit=501',
])('what cannot be meant is refused: %s', async (query) => {
  expect((await hub.ask(`GET /api/v1/parcels?${query}`, { headers })).body.code).toBe('HUB_HTTP_BODY')
})

test('the timeline of a parcel says what was said, by whom and what that is worth', async () => {
  await hub.claim(NUMBER)
  await hub.hook('out-for-delivery')
  const [parcel] = await list(`q=${NUMBER}`)
  const timeline = await hub.ask(`GET /api/v1/parcels/${parcel?.id}/timeline`, { headers })
  expect(timeline.body).toMatchObject([
    { source: 'hand', claim: 'household', status: null, grade: 'none' },
    { source: 'easypost', claim: 'none', status: 'out-for-delivery', grade: 'signed' },
  ])
  expect(timeline.bytes.toString()).not.toContain(NUMBER)
  expect((await hub.ask('GET /api/v1/parcels/p_none/timeline', { headers })).status).toBe(404)
})

test('whose it is, where it went and what became of it are found in the words of the pages', async () => {
  const me = (await hub.ask('GET /api/v1/me', { headers })).body.id
  const ours = { number: 'ZZ00000001', carrier: 'ups', title: null, by: me }
  const { id } = await hub.runtime.deliveries.claim({ ...ours, told: { person: me } })
  await hub.hook('delivered-elsewhere', { number: 'ZZ00000002' })
  const found = async (q: string): Promise<readonly string[]> =>
    (await list(`limit=500&q=${encodeURIComponent(q)}`)).map(({ trackingNumber }) => trackingNumber)
  expect(await found('owner')).toEqual(['ZZ00000001'])
  expect(await found('zz00 way')).toEqual(['ZZ00000001'])
  expect(await found('delivered elsewhere')).toEqual(['ZZ00000002'])
  await hub.ask(`POST /api/v1/parcels/${id}/not-mine`, { headers })
})

test('days bound a list and a search, both ends included', async () => {
  const seventh = (await list('q=0000000007'))[0]
  const at = seventh?.lastSeen ?? 0
  const during = await list(`limit=500&from=${at}&to=${at}`)
  expect(during.some(({ id }) => id === seventh?.id)).toBe(true)
  expect(during.every(({ firstSeen, lastSeen }) => firstSeen <= at && lastSeen >= at)).toBe(true)
  expect(during.length).toBeLessThan(COUNT)
  expect(await list(`q=0000000007&from=${at + 1}`)).toEqual([])
  expect(await list(`q=0000000007&to=${at - 1}`)).toEqual([])
  const { status } = await hub.ask('GET /api/v1/parcels?from=yesterday', { headers })
  expect(status).toBe(400)
})
