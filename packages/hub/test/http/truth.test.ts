// Goal: what became of a delivery as the API tells it: verdict, reasons, both pictures, the household's word, a complaint
// that is ready to be sent, notices and the week; and that a confidential parcel stays its person's. Method: the real
// runtime and faces in virtual time.
import { createHash } from 'node:crypto'
import { type Parcel, actorId, minutes } from '@portico/core'
import type { NoticeView, TruthView, WeekView } from '@portico/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NUMBER, TestHub } from '../support/test-hub.ts'

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 9, 8, 7])
const HASH = createHash('sha256').update(JPEG).digest('hex')

let hub: TestHub
let owner: Record<string, string>

beforeEach(async () => {
  hub = await TestHub.open({ drops: ['porch'] })
  owner = await hub.owner()
  hub.runtime.truth.eye('porch', true)
  await hub.claim()
})
afterEach(() => hub[Symbol.asyncDispose]())

const parcelOf = (): Parcel => {
  const [parcel] = hub.runtime.deliveries.parcels
  if (!parcel) throw new Error('no parcel')
  return parcel
}
const truth = async (headers = owner): Promise<TruthView> =>
  (await hub.ask(`GET /api/v1/parcels/${parcelOf().id}/truth`, { headers })).body
const say = async (says: string): Promise<TruthView> =>
  (await hub.ask(`POST /api/v1/parcels/${parcelOf().id}/truth`, { headers: owner, body: { says } })).body
const notices = async (): Promise<readonly NoticeView[]> =>
  (await hub.ask('GET /api/v1/notices', { headers: owner })).body
const see = (what: 'appeared' | 'removed'): void =>
  hub.runtime.cameraEvents().sight({ type: 'parcel', camera: 'porch', what, ageMs: 1_000, confidence: 0.9 })

async function upsDelivers(): Promise<void> {
  await hub.runtime.deliveries.report({
    source: 'ups',
    grade: 'bearer',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'delivered',
    occurredAt: hub.clock.wall(),
    window: null,
    elsewhere: null,
    eventId: null,
    body: new TextEncoder().encode('{}'),
    photo: { mime: 'image/jpeg', bytes: JPEG },
    photoUrl: 'https://ups.example/photo/1',
    signedBy: 'M. Lindqvist',
  })
  await hub.pass(1)
}

describe('a porch drop', () => {
  test('is seen, photographed and said: at the door, with both pictures', async () => {
    see('appeared')
    await hub.pass(1)
    await upsDelivers()
    const view = await truth()
    expect(view.verdict).toMatchObject({ is: 'at-door', confidence: 'sure', words: 'At the door' })
    expect(view.for.map(({ why }) => why)).toEqual(['drop-seen', 'said-delivered', 'carrier-photo'])
    expect(view.complaint).toBeNull()
    expect([view.link?.host, view.signer?.name]).toEqual(['ups.example', 'M. Lindqvist'])
    const carriers = await hub.ask(`GET ${view.photo?.url}`, { headers: owner })
    expect([carriers.status, carriers.headers['content-type'], view.photo?.sha256]).toEqual([
      200,
      'image/jpeg',
      HASH,
    ])
    const [drop] = view.drops
    expect((await hub.ask(`GET ${drop?.picture?.url}`, { headers: owner })).status).toBe(200)
    const [row] = (await hub.ask('GET /api/v1/parcels', { headers: owner })).body
    expect(row.verdict.is).toBe('at-door')
    expect((await notices()).map(({ words }) => words)).toEqual([
      `Parcel ending ${NUMBER.slice(-4)} was delivered.`,
    ])
  })

  test('is taken in by a word of the household', async () => {
    see('appeared')
    await upsDelivers()
    expect((await say('taken-in')).verdict.is).toBe('received')
    await hub.pass(1)
    const { moves, mayBeSaid } = await truth()
    expect([moves.map(({ to }) => to).at(-1), mayBeSaid]).toEqual(['received', ['not-my-door']])
  })

  test('that goes is urgent', async () => {
    see('appeared')
    await upsDelivers()
    await hub.pass(60)
    see('removed')
    await hub.clock.advance(minutes(5))
    const [newest] = await notices()
    expect(newest).toMatchObject({ notice: 'taken', isUrgent: true })
    expect((await truth()).complaint?.en).toContain('taken by somebody unknown')
  })
})

describe('claimed, and not here', () => {
  test('after a quarter of an hour: with a complaint in two languages that names what was seen, and the hashes', async () => {
    await hub.clock.advance(minutes(20))
    await upsDelivers()
    expect((await truth()).verdict.is).toBe('unknown')
    await hub.clock.advance(minutes(16))
    const { verdict, complaint } = await truth()
    expect(verdict).toMatchObject({ is: 'not-here', words: 'Claimed, but not here' })
    expect(complaint?.en).toContain(`Parcel: ${NUMBER}`)
    expect(complaint?.en).toContain('delivered on 23 November 2026 at 11:20')
    expect(complaint?.en).toContain('A camera watched the place for parcels the whole time')
    expect(complaint?.en).toContain(`Your photo, SHA-256 ${HASH}`)
    expect(complaint?.de).toContain('Laut Ihrer Sendungsverfolgung')
    expect(complaint?.de).toContain('23. November 2026')
    expect(JSON.stringify(complaint)).not.toMatch(/\{\w+\}/)
    expect((await notices())[0]).toMatchObject({ notice: 'not-here', isUrgent: true })
  })

  test('another door on the photo: wrong house, by the word of a person, and who said so is in the journal by id', async () => {
    await upsDelivers()
    const { verdict, complaint } = await say('not-my-door')
    expect([verdict.is, verdict.confidence]).toEqual(['wrong-house', 'sure'])
    expect(complaint?.en).toContain('does not show our door')
    const said = hub.lines.find(({ type }) => type === 'ParcelSaid')
    expect(said?.data['by']).toMatch(/^u_/)
  })

  test('a carrier that spells a name like a pattern of ours stays what it is', async () => {
    await hub.runtime.deliveries.report({
      source: 'ups',
      grade: 'bearer',
      carrier: '$& {time}',
      numbers: [NUMBER],
      status: 'delivered',
      occurredAt: hub.clock.wall(),
      window: null,
      elsewhere: null,
      eventId: null,
      body: new TextEncoder().encode('odd'),
    })
    const { complaint } = await say('not-here')
    expect(complaint?.en).toContain('Carrier: $& {time}')
  })
})

describe('a confidential parcel', () => {
  test('shows others how it stands, and no picture, link, name, source or complaint', async () => {
    await hub.clock.advance(minutes(20))
    await upsDelivers()
    const { acts } = hub.runtime.deliveries
    const me = (await hub.ask('GET /api/v1/me', { headers: owner })).body.id
    await acts.describe(parcelOf().id, { person: me, confidential: true, title: 'A ring' }, actorId(me))
    await say('not-here')
    const other = await truth(await hub.owner('Bo'))
    expect(other.verdict.is).toBe('not-here')
    expect([other.photo, other.link, other.signer, other.complaint]).toEqual([null, null, null, null])
    expect(other.against.map(({ source }) => source).filter(Boolean)).not.toContain('ups')
    const url = (await truth()).photo?.url ?? ''
    expect((await hub.ask(`GET ${url}`, { headers: await hub.owner('Bo') })).status).toBe(404)
    expect((await hub.ask(`GET ${url}`, { headers: owner })).status).toBe(200)
    const week: WeekView = (await hub.ask('GET /api/v1/week', { headers: await hub.owner('Bo') })).body
    expect(JSON.stringify(week)).not.toContain('A ring')
  })
})

test('a picture of another parcel, or of nothing, is not there', async () => {
  await upsDelivers()
  await hub.claim('JD0000000000000001')
  const other = hub.runtime.deliveries.parcels.find(({ number }) => number.startsWith('JD'))
  for (const url of [`${other?.id}/pictures/${HASH}`, `${parcelOf().id}/pictures/${'0'.repeat(64)}`])
    expect((await hub.ask(`GET /api/v1/parcels/${url}`, { headers: owner })).status).toBe(404)
})

test('a word that is none, and a token that would speak for the household, are refused', async () => {
  const id = parcelOf().id
  const odd = await hub.ask(`POST /api/v1/parcels/${id}/truth`, { headers: owner, body: { says: 'mine' } })
  expect(odd.body.code).toBe('HUB_HTTP_BODY')
  const headers = await hub.token('read', 'arm')
  const token = await hub.ask(`POST /api/v1/parcels/${id}/truth`, { headers, body: { says: 'taken-in' } })
  expect(token.body.code).toBe('HUB_HTTP_FORBIDDEN')
})

test('the week counts what came and lists what is open', async () => {
  see('appeared')
  await upsDelivers()
  await hub.claim('JD0000000000000001')
  await hub.hook('delivered', { number: 'JD0000000000000001' })
  await hub.pass(1)
  await hub.claim('JD0000000000000002')
  const week: WeekView = (await hub.ask('GET /api/v1/week', { headers: owner })).body
  expect(week.days).toHaveLength(7)
  expect(week.days.at(-1)).toMatchObject({ date: '2026-11-23' })
  const arrived = week.arrived.map(({ name }) => name)
  expect(arrived).toContain(`Parcel ending ${NUMBER.slice(-4)}`)
  expect(week.counts.reduce((sum, { count }) => sum + count, 0)).toBe(2)
})
