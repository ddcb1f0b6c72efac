// Displays: how one is let in, what it may do, and how it ends. Everything that is not named for displays is refused and
// noted, whoever else is signed in in the same browser (threats G7, T11).
import { actorId, hours } from '@portico/core'
import { MemoryJournal } from '@portico/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CODE_TRIES, DISPLAYS_MAX, createDisplays } from '../../src/people/displays.ts'
import { PAIRINGS_MAX } from '../../src/people/pairings.ts'
import { routesOf } from '../support/routes-of.ts'
import { TestHub } from '../support/test-hub.ts'

const PAIRINGS = 'POST /api/v1/displays/pairings'
const CLAIM = 'POST /api/v1/displays/pairings/claim'

describe('pairing', () => {
  test('waits until a person types the code, and then gives a cookie that only the display holds', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const { status, body } = await hub.ask(PAIRINGS)
    expect([status, body.code, body.goodForMs]).toEqual([201, expect.stringMatching(/^\d{6}$/), 300_000])
    const waits = await hub.ask(CLAIM, { body: { poll: body.poll } })
    expect([waits.status, waits.body.state, waits.headers['set-cookie']]).toEqual([202, 'waiting', undefined])
    const order = { code: body.code, name: ' Hall ', place: 'inside' }
    const paired = await hub.ask('POST /api/v1/displays', { headers, body: order })
    expect([paired.status, paired.body.name]).toEqual([201, 'Hall'])
    const claimed = await hub.ask(CLAIM, { body: { poll: body.poll } })
    expect([claimed.status, claimed.body.id]).toEqual([200, paired.body.id])
    const [cookie = ''] = claimed.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/^portico-display=[\w-]{32}; .*HttpOnly; SameSite=Strict$/)
    // The code is used up, for everybody.
    expect((await hub.ask('POST /api/v1/displays', { headers, body: order })).body.code).toBe(
      'HUB_PAIRING_CODE',
    )
    const listed = await hub.ask('GET /api/v1/displays', { headers })
    expect(listed.body).toMatchObject([{ id: paired.body.id, place: 'inside', door: null, isLive: false }])
    expect(listed.bytes.toString()).not.toContain(cookie.split(/[=;]/)[1])
  })

  test('behind HTTPS its cookie goes by a name that no neighbour can plant, and by HTTPS alone', async () => {
    await using hub = await TestHub.open({ settings: { publicUrl: 'https://portico.example' } })
    const { body } = await hub.ask(PAIRINGS)
    await hub.hub.displays.pair(actorId('u_1'), {
      code: body.code,
      name: 'Hall',
      place: 'inside',
      door: null,
    })
    const claimed = await hub.ask(CLAIM, { body: { poll: body.poll } })
    expect(claimed.headers['set-cookie']?.[0]).toMatch(/^__Host-portico-display=.*; Secure/)
  })

  test('ends after five minutes, and one whose cookie was never fetched is no display', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const late = await hub.ask(PAIRINGS)
    const order = { code: late.body.code, name: 'Hall', place: 'inside' }
    expect((await hub.ask('POST /api/v1/displays', { headers, body: order })).status).toBe(201)
    await hub.pass(301)
    const ended = await hub.ask(CLAIM, { body: { poll: late.body.poll } })
    expect([ended.status, ended.body.code]).toEqual([410, 'HUB_PAIRING_ENDED'])
    expect((await hub.ask('GET /api/v1/displays', { headers })).body).toEqual([])
  })

  test('is bounded: few wait at a time', async () => {
    await using hub = await TestHub.open()
    const codes = new Set<string>()
    for (let count = 0; count < PAIRINGS_MAX; count++) codes.add((await hub.ask(PAIRINGS)).body.code)
    expect(codes.size).toBe(PAIRINGS_MAX)
    expect((await hub.ask(PAIRINGS)).body.code).toBe('HUB_HTTP_BUSY')
    await hub.pass(301)
    expect((await hub.ask(PAIRINGS)).status).toBe(201)
  })

  test('after five wrong codes every display that waits has to show a new one', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const { body } = await hub.ask(PAIRINGS)
    const wrong = body.code === '000000' ? '000001' : '000000'
    const type = (code: string): Promise<{ readonly status: number }> =>
      hub.ask('POST /api/v1/displays', { headers, body: { code, name: 'Hall', place: 'inside' } })
    for (let tries = 0; tries < CODE_TRIES.limit; tries++) expect((await type(wrong)).status).toBe(404)
    expect((await type(body.code)).status).toBe(429)
    expect((await hub.ask(CLAIM, { body: { poll: body.poll } })).status).toBe(410)
    await hub.line(({ type: what, data }) => what === 'Audit' && data['what'] === 'display-code-wrong')
    await hub.pass(601)
    expect((await type((await hub.ask(PAIRINGS)).body.code)).status).toBe(201)
  })

  test.each([
    [{ place: 'door-side' }, 400],
    [{ place: 'door-side', door: 'cellar' }, 404],
    [{ place: 'inside', door: 'front' }, 400],
    [{ place: 'garden' }, 400],
    [{ place: 'inside', name: '  ' }, 400],
  ])('a display has a place that there is: %j', async (more, status) => {
    await using hub = await TestHub.open()
    const { body } = await hub.ask(PAIRINGS)
    const order = { code: body.code, name: 'Hall', ...more }
    expect((await hub.ask('POST /api/v1/displays', { headers: await hub.owner(), body: order })).status).toBe(
      status,
    )
  })
})

describe('what a display may do', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await TestHub.open()
    await hub.delivered(await hub.owner())
  })
  afterAll(() => hub[Symbol.asyncDispose]())

  test('T11: every other route refuses it and is noted, even with an owner signed in beside it', async () => {
    const inside = await hub.display()
    const owner = await hub.owner()
    const doorSide = await hub.display({ place: 'door-side', door: 'front' })
    const open = new Map<string, string[]>()
    for (const route of await routesOf(hub.hub, 'house')) {
      const path = route.replaceAll(/:[a-z]+/g, 'front')
      for (const [place, display] of [
        ['inside', inside],
        ['door-side', doorSide],
      ] as const) {
        const headers = { ...display, cookie: `${owner.cookie}; ${display.cookie}` }
        const { status, body } = await hub.ask(path, { headers })
        if (body?.code === 'HUB_HTTP_FORBIDDEN') expect([route, status]).toEqual([route, 403])
        else open.set(route, [...(open.get(route) ?? []), place])
      }
    }
    const named = [...open].filter(([route]) => route.includes('/api/') || route.includes('/ws/'))
    expect(Object.fromEntries(named)).toEqual({
      'GET /api/v1/me': ['inside', 'door-side'],
      'GET /api/v1/wall': ['inside'],
      'GET /api/v1/answers': ['inside'],
      'GET /ws/talk/:camera': ['inside'],
      'POST /api/v1/cameras/:id/answers/:answer': ['inside'],
      'GET /api/v1/cameras/:id/still': ['inside'],
      'GET /ws/listen/:camera': ['inside'],
      'GET /ws/live/:camera': ['inside'],
      // Anybody may, and nobody is anybody there.
      'POST /api/v1/displays/pairings': ['inside', 'door-side'],
      'POST /api/v1/displays/pairings/claim': ['inside', 'door-side'],
      'POST /api/v1/faces/claim': ['inside', 'door-side'],
      'POST /api/v1/sign-in': ['inside', 'door-side'],
    })
    expect(hub.notices('forbidden-command').map(({ by, face }) => [by, face])).toEqual(
      expect.arrayContaining([
        [inside.id, 'display'],
        [doorSide.id, 'display'],
      ]),
    )
  })

  test('without saying that it is one its cookie is nobody, and a face that nobody knows is nobody', async () => {
    const { cookie, origin } = await hub.display()
    const owner = await hub.owner()
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await hub.ask('GET /api/v1/me', { headers })).status
    expect(await ask({ cookie, origin })).toBe(401)
    expect(await ask({ ...owner, 'x-portico-face': 'display' })).toBe(401)
    expect(await ask({ ...owner, 'x-portico-face': 'Display' })).toBe(401)
    expect(await ask({ ...(await hub.token('read')), 'x-portico-face': 'display' })).toBe(401)
    expect(await ask({ cookie: `${owner.cookie}; ${cookie}`, origin })).toBe(200)
  })

  test('a browser that brings its cookie has to come from a page of ours', async () => {
    const { origin: _, ...display } = await hub.display()
    const headers = { ...display, origin: 'https://elsewhere.example' }
    expect((await hub.ask('POST /api/v1/doors/front/open', { headers })).body.code).toBe('HUB_HTTP_ORIGIN')
  })

  test('the wall says what goes on and names no parcel, number or person', async () => {
    const display = await hub.display()
    const { status, body, bytes } = await hub.ask('GET /api/v1/wall', { headers: display })
    expect(status).toBe(200)
    expect(body.doors.map(({ id }: { readonly id: string }) => id)).toEqual(['front'])
    for (const parcel of hub.runtime.deliveries.parcels)
      for (const secret of [parcel.id, parcel.number]) expect(bytes.toString()).not.toContain(secret)
    for (const { id } of hub.hub.people.all) expect(bytes.toString()).not.toContain(id)
  })

  test('what it looks at counts for no approval, and is in the audit', async () => {
    const display = await hub.display()
    const still = await hub.ask('GET /api/v1/cameras/porch/still', { headers: display })
    expect(still.status).toBe(200)
    const sha256 = String(still.headers['x-portico-sha256'])
    const door = hub.state.door
    for (const { id: to } of [...hub.hub.people.all, display])
      expect(hub.runtime.shown.capturedOf({ to, door, sha256 })).toBeNull()
    await hub.line(({ type, data }) => type === 'Audit' && data['by'] === display.id)
  })

  test('is told whether the house is ready, and not why it is not', async () => {
    hub.readiness = { ready: false, reasons: ['camera hall has given no picture'], degraded: [] }
    expect((await hub.ask('GET /readyz', { headers: await hub.display() })).body).toEqual({ ready: false })
    hub.readiness = { ready: true, reasons: [], degraded: [] }
  })
})

describe('the end', () => {
  test('T21: at one tap: its cookie is nobody from then on', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const display = await hub.display()
    const revoke = `POST /api/v1/displays/${display.id}/revoke`
    expect((await hub.ask(revoke, { headers })).status).toBe(200)
    expect((await hub.ask('GET /api/v1/wall', { headers: display })).status).toBe(401)
    expect((await hub.ask('GET /api/v1/displays', { headers })).body).toEqual([])
    expect((await hub.ask(revoke, { headers })).status).toBe(404)
  })

  test('after a week unseen, not while it is there, and a restart forgets no display', async () => {
    const journal = new MemoryJournal()
    await using hub = await TestHub.open({ journal })
    const display = await hub.display()
    const secret = display.cookie.split('=')[1] ?? ''
    const { records, journal: lines } = hub.runtime
    const { clock, log } = hub
    const chance = { bytes: (count: number) => new Uint8Array(count) }
    using again = createDisplays({ records, journal: lines, clock, chance, log })
    expect(again.identify(secret)).toMatchObject({ kind: 'display', id: display.id, place: 'inside' })
    clock.jump({ wall: hours(6 * 24) })
    expect(again.isThere(display.id)).toBe(true)
    clock.jump({ wall: hours(6 * 24) })
    expect(again.identify(secret)).not.toBeNull()
    clock.jump({ wall: hours(7 * 24 + 1) })
    expect([again.identify(secret), again.all]).toEqual([null, []])
  })

  test('there is a bound on how many there are', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    for (let count = 0; count < DISPLAYS_MAX; count++) await hub.display({ place: 'inside' }, owner)
    const { body } = await hub.ask(PAIRINGS)
    const one = { code: body.code, name: 'One more', place: 'inside' }
    const refused = await hub.ask('POST /api/v1/displays', { headers: owner, body: one })
    expect([refused.status, refused.body.code]).toEqual([409, 'HUB_DISPLAY_LIMIT'])
  })
})
