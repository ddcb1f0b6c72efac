// Displays on their open line: inside it hears that something happened and who rings, beside a door only codes.
import { doorId } from '@portico/core'
import { expect, test } from 'vitest'
import { LiveScreen } from '../support/live-screen.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const auth = { face: 'display' }

/** A display beside the front door that shows its first code. */
async function doorSide(hub: TestHub): Promise<{ readonly screen: LiveScreen; readonly id: string }> {
  const { id, ...headers } = await hub.display({ place: 'door-side', door: 'front' })
  const screen = await LiveScreen.open(hub.houseUrl, { headers, auth })
  await until('a code', () => screen.doorCodes.length > 0)
  return { screen, id }
}

test('inside: events without what they tell, of doors and visits alone; who rings, and no photo', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner()
  const { id: _, ...headers } = await hub.display({ place: 'inside' }, owner)
  using wall = await LiveScreen.open(hub.houseUrl, { headers, auth })
  using phone = await LiveScreen.open(hub.houseUrl, { headers: owner })
  hub.house.ring(doorId('front'))
  await until('who rings', () => wall.pictures.length > 0 && phone.pictures.length > 0)
  expect(wall.rings).toHaveLength(1)
  await hub.delivered(owner)
  await wall.untilEvent('SessionClosed')
  await phone.untilEvent('SessionClosed')
  await until('the photo', () => phone.pictures.some(({ head }) => head.kind === 'photo'))
  expect(wall.pictures.map(({ head }) => head.kind)).toEqual(['ring'])
  expect(wall.events.every(({ data, door }) => Object.keys(data).length === 0 && door === 'front')).toBe(true)
  const types = new Set(wall.events.map(({ type }) => type))
  expect([...types].filter((type) => /^(?:Parcel|Pass|Audit|Policy|Security)/.test(type))).toEqual([])
  expect(phone.events.some(({ type }) => type === 'ParcelObserved')).toBe(true)
})

test('T11: every decision from a display is refused and noted, beside a door as inside', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner()
  const messages: Readonly<Record<string, unknown>> = {
    approve: { session: 's_1', try: 0, picture: '0'.repeat(64) },
    deny: { session: 's_1' },
    abort: { session: 's_1' },
    acknowledge: { alarm: 'front!1.0' },
    delivered: { alarm: 'front!1.0' },
  }
  for (const place of [{ place: 'inside' }, { place: 'door-side', door: 'front' }] as const) {
    const { id, ...display } = await hub.display(place, owner)
    const headers = { ...display, cookie: `${owner.cookie}; ${display.cookie}` }
    using screen = await LiveScreen.open(hub.houseUrl, { headers, auth })
    for (const [name, message] of Object.entries(messages))
      expect([name, (await screen.command(name, message)).code]).toEqual([name, 'HUB_HTTP_FORBIDDEN'])
    await hub.line(({ type, data }) => type === 'SecurityNotice' && data['by'] === id)
  }
})

test('beside a door: a code at once, every half minute, and at once after one was used; nothing else', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner()
  const { screen } = await doorSide(hub)
  using _ = screen
  const codes = screen.doorCodes
  expect(codes[0]?.url).toContain(`/d/front?t=${codes[0]?.code}`)
  expect([codes[0]?.goodForMs, screen.ready?.seq]).toEqual([60_000, -1])
  await hub.pass(30)
  await until('the next code', () => codes.length === 2)
  hub.runtime.codes.accept(doorId('front'), codes[1]?.code ?? '')
  await until('a code for the one that was used', () => codes.length === 3)
  expect(new Set(codes.map(({ code }) => code)).size).toBe(3)
  hub.house.ring(doorId('front'))
  await hub.delivered(owner)
  await hub.ask('POST /api/v1/doors/front/alarm', { headers: owner })
  await hub.pass(30)
  const before = codes.length
  await hub.pass(30)
  await until('a code after all that', () => codes.length > before)
  expect(new Set(screen.heard)).toEqual(new Set(['ready', 'door-code']))
})

test('the bell of a display rings on every screen of the house, and not in a flood', async () => {
  await using hub = await TestHub.open()
  using phone = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
  const { screen } = await doorSide(hub)
  using _ = screen
  expect(await screen.command('bell', {})).toEqual({ ok: true })
  await until('the ring', () => phone.rings.length === 1 && phone.pictures.length === 1)
  expect((await screen.command('bell', {})).code).toBe('HUB_HTTP_QUOTA')
  await hub.pass(3.1)
  expect(await screen.command('bell', {})).toEqual({ ok: true })
  await until('the second ring', () => phone.rings.length === 2)
  // Nobody else has this bell.
  expect((await phone.command('bell', {})).code).toBe('HUB_HTTP_FORBIDDEN')
})

test('ended at one tap its line is cut at once and not taken up again', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const { screen, id } = await doorSide(hub)
  const listed = await hub.ask('GET /api/v1/displays', { headers })
  expect(listed.body).toMatchObject([{ id, isLive: true }])
  await hub.ask(`POST /api/v1/displays/${id}/revoke`, { headers })
  expect(await screen.ended).toBe('io server disconnect')
  const refused = await LiveScreen.refused(hub.houseUrl, { headers: { ...headers }, auth })
  expect(refused).toMatchObject({ code: 'HUB_HTTP_SIGN_IN' })
})
