// T21: who moves out is of the home no more, with everything that he held; nobody puts another adult out unread, the last
// adult stays, and what was for his eyes alone is revealed to nobody. A real hub on its real port.
import { hours, minutes } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { LEAVE_NOTICE } from '../../src/people/moving-out.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const NUMBER = '1Z4R8V670310455204'
const GIFT_NUMBER = 'JD0146000031234567'
const GIFT = 'A ring for Mara'

type Headers = Readonly<Record<string, string>>

interface Pair {
  readonly owner: Headers
  readonly second: Headers
  readonly id: string
}

async function pair(hub: TestHub, role: 'adult' | 'child'): Promise<Pair> {
  const owner = await hub.owner()
  const { code } = await hub.hub.ruleCodes.mint()
  const body = { name: 'Anna', role, code }
  const { body: link } = await hub.ask('POST /api/v1/people/invite', { headers: owner, body })
  const signed = await hub.ask('POST /api/v1/sign-in', { body: { link: String(link.path).split('#')[1] } })
  const [cookie = ''] = signed.headers['set-cookie'] ?? []
  const second = { cookie: cookie.split(';')[0] ?? '', origin: hub.houseUrl }
  return { owner, second, id: signed.body.id }
}

const idOf = async (hub: TestHub, headers: Headers): Promise<string> =>
  (await hub.ask('GET /api/v1/me', { headers })).body.id
const names = (hub: TestHub): readonly string[] => hub.hub.people.all.map(({ name }) => name)
const codeOf = async (hub: TestHub, line: string, headers: Headers): Promise<unknown> =>
  (await hub.ask(line, { headers })).body.code

/** So long later, as the clock on the wall has it; then what waits for it has come true. */
async function later(hub: TestHub, left: () => boolean): Promise<void> {
  hub.clock.jump({ wall: LEAVE_NOTICE })
  await until('the hub to look at its clock', async () => {
    await hub.clock.advance(minutes(1))
    return left()
  })
}

describe('moving out', () => {
  test('T21: ends everything that an adult held, a day after another one asked for it', async () => {
    await using hub = await TestHub.open()
    const { owner, second, id } = await pair(hub, 'adult')
    using screen = await LiveScreen.open(hub.houseUrl, { headers: second })
    const { path } = (await hub.ask('POST /api/v1/calendar', { headers: second })).body
    const { code } = await hub.hub.ruleCodes.mint()
    const body = { name: 'Stranger', role: 'adult', code }
    const link = (await hub.ask('POST /api/v1/people/invite', { headers: second, body })).body
    const asked = await hub.ask(`POST /api/v1/people/${id}/remove`, { headers: owner })
    const at = hub.clock.wall() + LEAVE_NOTICE
    expect(asked.body.find((each: { readonly id: string }) => each.id === id).leaves).toEqual({
      at,
      by: await idOf(hub, owner),
    })
    // He reads it, is of the home still, and cannot stop it.
    expect((await hub.ask('GET /api/v1/people', { headers: second })).body).toEqual(asked.body)
    expect(await codeOf(hub, `POST /api/v1/people/${id}/stay`, second)).toBe('HUB_PEOPLE_STAYS')
    hub.clock.jump({ wall: hours(23) })
    await hub.clock.advance(minutes(2))
    expect(names(hub)).toEqual(['Owner', 'Anna'])
    hub.clock.jump({ wall: hours(-23) })

    await later(hub, () => names(hub).length === 1)
    expect((await hub.ask('GET /api/v1/me', { headers: second })).status).toBe(401)
    expect((await hub.ask(`GET ${path}`)).status).toBe(404)
    const used = await hub.ask('POST /api/v1/sign-in', { body: { link: String(link.path).split('#')[1] } })
    expect(used.status).toBe(401)
    await screen.ended
  })

  test('gives his parcels back to all, asks for them anew, and reveals none that was his alone', async () => {
    await using hub = await TestHub.open()
    const { owner, second, id } = await pair(hub, 'adult')
    const claim = (
      body: Readonly<Record<string, unknown>>,
    ): Promise<{ readonly body: { readonly id: string } }> =>
      hub.ask('POST /api/v1/parcels', { headers: second, body })
    const his = (await claim({ trackingNumber: NUMBER, title: 'Books', person: id })).body.id
    const gift = (await claim({ trackingNumber: GIFT_NUMBER, title: GIFT, confidential: true })).body.id
    await hub.hook('out-for-delivery', { number: NUMBER })
    await until('the visit', () => hub.hub.runtime.visits.all.length > 0)
    expect(hub.hub.runtime.visits.all[0]?.claim).toBe('household')

    await hub.ask(`POST /api/v1/people/${id}/remove`, { headers: second })
    const shown = async (parcel: string) =>
      (await hub.ask(`GET /api/v1/parcels/${parcel}`, { headers: owner })).body
    expect(await shown(his)).toMatchObject({ person: null, claim: 'none', title: 'Books', hidden: false })
    expect(await shown(gift)).toMatchObject({ claim: 'none', title: null, hidden: true })
    expect((await hub.ask('GET /api/v1/parcels?q=ring', { headers: owner })).body).toEqual([])
    expect(hub.hub.runtime.visits.all[0]).toMatchObject({ claim: 'none', ceiling: 'owner' })
    const lines = (await hub.ask('GET /api/v1/events?limit=1000', { headers: owner })).bytes.toString()
    expect(lines).toContain('ParcelReleased')
    expect(lines).not.toContain(GIFT)
    expect(lines).not.toContain('Anna')
  })

  test('leaves a rule about him to be read as one about nobody, which lets no parcel in more easily', async () => {
    await using hub = await TestHub.open({ mode: 'auto' })
    const { owner, second, id } = await pair(hub, 'adult')
    const rule = { id: 'rule-1', person: id, place: 'porch' }
    const put = await hub.ask('POST /api/v1/rules', {
      headers: owner,
      body: { mode: 'auto', sentences: [rule] },
    })
    expect(put.body.sentences).toMatchObject([
      { words: 'Parcels for Anna: outside the door.', isOrphaned: false },
    ])
    await hub.ask('POST /api/v1/parcels', {
      headers: second,
      body: { trackingNumber: NUMBER, title: 'Books', person: id },
    })
    await hub.hook('out-for-delivery', { number: NUMBER })
    await until('the visit', () => hub.hub.runtime.visits.all.length > 0)

    await hub.ask(`POST /api/v1/people/${id}/remove`, { headers: second })
    const { sentences } = (await hub.ask('GET /api/v1/rules', { headers: owner })).body
    expect(sentences).toMatchObject([
      {
        sentence: rule,
        words: 'Parcels for somebody who is of this home no more: outside the door.',
        isOrphaned: true,
      },
    ])
    // Whose it is now nobody knows: the rule that kept it outside does so still.
    expect(hub.hub.runtime.visits.all[0]?.ruling).toMatchObject({ place: 'porch', because: ['rule-1'] })
  })

  test('is stopped by whoever asked, and begins no new day when it is asked for twice', async () => {
    await using hub = await TestHub.open()
    const { owner, id } = await pair(hub, 'adult')
    await hub.ask(`POST /api/v1/people/${id}/remove`, { headers: owner })
    const [, first] = (await hub.ask('GET /api/v1/people', { headers: owner })).body
    await hub.clock.advance(minutes(1))
    const [, again] = (await hub.ask(`POST /api/v1/people/${id}/remove`, { headers: owner })).body
    expect(again.leaves.at).toBe(first.leaves.at)
    const [, stays] = (await hub.ask(`POST /api/v1/people/${id}/stay`, { headers: owner })).body
    expect(stays.leaves).toBeNull()
    hub.clock.jump({ wall: LEAVE_NOTICE })
    await hub.clock.advance(minutes(2))
    expect(names(hub)).toEqual(['Owner', 'Anna'])
    expect(await codeOf(hub, `POST /api/v1/people/${id}/stay`, owner)).toBe('HUB_PEOPLE_STAYS')
  })

  test('is at once for a child, whom no child removes; and the last adult stays', async () => {
    await using hub = await TestHub.open()
    const { owner, second, id } = await pair(hub, 'child')
    const me = await idOf(hub, owner)
    expect(await codeOf(hub, `POST /api/v1/people/${me}/remove`, second)).toBe('HUB_HTTP_FORBIDDEN')
    expect(await codeOf(hub, `POST /api/v1/people/${me}/remove`, owner)).toBe('HUB_PEOPLE_LAST')
    expect(await codeOf(hub, 'POST /api/v1/people/u_nobody/remove', owner)).toBe('HUB_HTTP_NOT_FOUND')
    const { body } = await hub.ask(`POST /api/v1/people/${id}/remove`, { headers: owner })
    expect(body).toHaveLength(1)
    expect((await hub.ask('GET /api/v1/me', { headers: second })).status).toBe(401)
  })
})
