// What people of a house do over the API: acts with parcels, who may know of a confidential one, children, invitations,
// and the pause of deliveries. A real hub on its real port.
import { hours } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { LiveScreen } from '../support/live-screen.ts'
import { TestHub } from '../support/test-hub.ts'

const NUMBER = '1Z4R8V670310455204'
const OTHER = 'JD0146000031234567'
const SECRET = 'A ring for Anna'

type Headers = Readonly<Record<string, string>>

/** An adult, and somebody he asked in as one of this role. */
async function household(
  hub: TestHub,
  role: 'adult' | 'child' = 'adult',
): Promise<readonly [Headers, Headers]> {
  const owner = await hub.owner()
  const { code } = await hub.hub.ruleCodes.mint()
  const body = { name: 'Second', role, code }
  const { body: link } = await hub.ask('POST /api/v1/people/invite', { headers: owner, body })
  const secret = String(link.path).split('#')[1]
  const signed = await hub.ask('POST /api/v1/sign-in', { body: { link: secret } })
  const [cookie = ''] = signed.headers['set-cookie'] ?? []
  return [owner, { cookie: cookie.split(';')[0] ?? '', origin: hub.houseUrl }]
}

const claimed = async (hub: TestHub, headers: Headers, body: Readonly<Record<string, unknown>>) =>
  (await hub.ask('POST /api/v1/parcels', { headers, body })).body

describe('a confidential parcel', () => {
  const gift = { trackingNumber: NUMBER, title: SECRET, confidential: true }

  async function withGift(hub: TestHub): Promise<readonly [Headers, Headers, string]> {
    const [owner, second] = await household(hub)
    const { id } = await claimed(hub, owner, gift)
    await hub.hook('out-for-delivery', { number: NUMBER })
    await hub.pass(0.1)
    return [owner, second, id]
  }

  test('is whole for its person, and a parcel that comes for everybody else', async () => {
    await using hub = await TestHub.open()
    const [owner, second, id] = await withGift(hub)
    const mine = (await hub.ask(`GET /api/v1/parcels/${id}`, { headers: owner })).body
    expect(mine).toMatchObject({ title: SECRET, trackingNumber: NUMBER, confidential: true, hidden: false })
    const token = await hub.token('read')
    for (const headers of [second, token]) {
      const theirs = (await hub.ask(`GET /api/v1/parcels/${id}`, { headers })).body
      expect(theirs).toMatchObject({
        title: null,
        sender: null,
        trackingNumber: '5204',
        carrier: null,
        source: 'private',
        hidden: true,
        status: 'out-for-delivery',
      })
      expect(theirs.window).toEqual(mine.window)
    }
  })

  test('tells nobody else what it is, on any route, display or event', async () => {
    await using hub = await TestHub.open()
    const [owner, second, id] = await withGift(hub)
    const display = await hub.display(
      { place: 'inside' },
      { cookie: owner['cookie'] ?? '', origin: hub.houseUrl },
    )
    using screen = await LiveScreen.open(hub.houseUrl, { headers: second })
    await hub.hook('out-for-delivery', { number: NUMBER })
    await screen.untilEvent('ParcelObserved')
    const sid = hub.sid
    const seen: string[] = []
    for (const line of [
      'GET /api/v1/parcels',
      'GET /api/v1/parcels?q=1Z4R8V',
      'GET /api/v1/parcels?q=ring',
      `GET /api/v1/parcels/${id}`,
      `GET /api/v1/parcels/${id}/timeline`,
      'GET /api/v1/sessions',
      `GET /api/v1/sessions/${sid}`,
      'GET /api/v1/events?limit=1000',
    ])
      seen.push((await hub.ask(line, { headers: second })).bytes.toString())
    seen.push((await hub.ask('GET /api/v1/wall', { headers: display })).bytes.toString())
    seen.push(JSON.stringify(screen.events))
    expect(screen.events.some(({ type }) => type === 'ParcelObserved')).toBe(true)
    const all = seen.join('\n')
    expect(all).toContain(id)
    for (const secret of [SECRET, NUMBER, 'easypost']) expect(all).not.toContain(secret)
    expect((await hub.ask('GET /api/v1/parcels?q=ring', { headers: second })).body).toEqual([])
    // The door is everybody's.
    const { body: doors } = await hub.ask('GET /api/v1/doors', { headers: second })
    expect(doors[0]).toMatchObject({ phase: 'armed', session: sid })
  })

  test('is nobody else’s to change', async () => {
    await using hub = await TestHub.open()
    const [owner, second, id] = await withGift(hub)
    const { id: other } = await claimed(hub, second, { trackingNumber: OTHER })
    const acts: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ['describe', { confidential: false }],
      ['merge', { with: other }],
      ['split', { sources: ['easypost'] }],
      ['not-mine', {}],
      ['undo', {}],
    ]
    for (const [act, body] of acts) {
      const { status, body: no } = await hub.ask(`POST /api/v1/parcels/${id}/${act}`, {
        headers: second,
        body,
      })
      expect([act, status, no.code]).toEqual([act, 403, 'HUB_PARCEL_PRIVATE'])
    }
    const again = await hub.ask('POST /api/v1/parcels', { headers: second, body: { trackingNumber: NUMBER } })
    expect(again.body.code).toBe('HUB_PARCEL_PRIVATE')
    const told = await hub.ask(`POST /api/v1/parcels/${id}/describe`, {
      headers: owner,
      body: { confidential: false },
    })
    expect([told.status, told.body.confidential]).toEqual([200, false])
    expect((await hub.ask(`GET /api/v1/parcels/${id}`, { headers: second })).body.title).toBe(SECRET)
  })
})

describe('two parcels', () => {
  test('become one, are two again, and each act stands in the journal with who did it', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const { id } = await claimed(hub, owner, { trackingNumber: NUMBER, title: 'A lamp' })
    const { id: other } = await claimed(hub, owner, { trackingNumber: OTHER })
    const merged = await hub.ask(`POST /api/v1/parcels/${id}/merge`, {
      headers: owner,
      body: { with: other },
    })
    expect(merged.body).toMatchObject({ id, numbers: [NUMBER, OTHER], undo: 'merge', claim: 'household' })
    expect((await hub.ask('GET /api/v1/parcels', { headers: owner })).body).toHaveLength(1)
    expect((await hub.ask(`GET /api/v1/parcels/${other}`, { headers: owner })).body.id).toBe(id)
    const undone = await hub.ask(`POST /api/v1/parcels/${id}/undo`, { headers: owner })
    expect(undone.body).toMatchObject({ numbers: [NUMBER], undo: null })
    expect((await hub.ask('GET /api/v1/parcels', { headers: owner })).body).toHaveLength(2)
    const me = (await hub.ask('GET /api/v1/me', { headers: owner })).body.id
    const lines = hub.lines.filter(({ type }) => ['ParcelsMerged', 'ParcelActUndone'].includes(type))
    expect(lines.map(({ type, data }) => [type, data['by']])).toEqual([
      ['ParcelsMerged', me],
      ['ParcelActUndone', me],
    ])
    expect(JSON.stringify(lines)).not.toContain('lamp')
  })

  test('are refused with a code where that makes no sense', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const { id } = await claimed(hub, owner, { trackingNumber: NUMBER })
    const asked = async (act: string, body: Readonly<Record<string, unknown>> = {}) => {
      const { status, body: no } = await hub.ask(`POST /api/v1/parcels/${id}/${act}`, {
        headers: owner,
        body,
      })
      return [status, no.code]
    }
    expect(await asked('merge', { with: id })).toEqual([409, 'HUB_PARCEL_SAME'])
    expect(await asked('merge', { with: 'p_none' })).toEqual([404, 'HUB_RUNTIME_UNKNOWN'])
    expect(await asked('split', { sources: ['hand'] })).toEqual([409, 'HUB_PARCEL_APART'])
    expect(await asked('undo')).toEqual([409, 'HUB_PARCEL_UNDO'])
    expect(await asked('describe', { person: 'u_nobody' })).toEqual([400, 'HUB_HTTP_BODY'])
    expect(await asked('describe')).toEqual([400, 'HUB_HTTP_BODY'])
  })
})

describe('a child', () => {
  test('looks, and neither lets anybody in nor changes anything', async () => {
    await using hub = await TestHub.open()
    const [owner, child] = await household(hub, 'child')
    const { id } = await claimed(hub, owner, { trackingNumber: NUMBER })
    const sid = await hub.arrived().then(() => hub.sid)
    expect((await hub.ask('GET /api/v1/me', { headers: child })).body).toMatchObject({
      kind: 'person',
      scopes: ['read', 'camera'],
    })
    for (const line of ['GET /api/v1/doors', 'GET /api/v1/parcels', 'GET /api/v1/people', 'GET /api/v1/hold'])
      expect([line, (await hub.ask(line, { headers: child })).status]).toEqual([line, 200])
    const still = await hub.ask('GET /api/v1/cameras/porch/still', { headers: child })
    const picture = String(still.headers['x-portico-sha256'])
    const forbidden: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      [`/api/v1/sessions/${sid}/approve`, { try: hub.state.session?.tries ?? 0, picture }],
      [`/api/v1/sessions/${sid}/deny`, {}],
      [`/api/v1/sessions/${sid}/take-over`, {}],
      ['/api/v1/doors/front/alarm', {}],
      ['/api/v1/parcels', { trackingNumber: OTHER }],
      [`/api/v1/parcels/${id}/not-mine`, {}],
      ['/api/v1/rules/stop', {}],
      ['/api/v1/people/invite', { name: 'Friend', role: 'adult' }],
      ['/api/v1/hold', { from: 1, to: 2 }],
    ]
    for (const [path, body] of forbidden) {
      const { status, body: no } = await hub.ask(`POST ${path}`, { headers: child, body })
      expect([path, status, no.code]).toEqual([path, 403, 'HUB_HTTP_FORBIDDEN'])
    }
    // The core itself says no to an opening, so that it stands in the journal.
    const open = await hub.ask('POST /api/v1/doors/front/open', { headers: child })
    expect([open.status, open.body.code]).toEqual([409, 'RIGHT_MISSING'])
    expect(hub.phase).toBe('authorising')
    expect((await hub.ask('POST /api/v1/sign-out', { headers: child })).status).toBe(200)
    expect((await hub.ask('GET /api/v1/me', { headers: child })).status).toBe(401)
  })
})

describe('an invitation', () => {
  test('needs a code from the console, is good once, and is not for a name of another age', async () => {
    await using hub = await TestHub.open()
    const [owner] = await household(hub, 'child')
    const invite = async (body: Readonly<Record<string, unknown>>) =>
      hub.ask('POST /api/v1/people/invite', { headers: owner, body })
    expect((await invite({ name: 'Third', role: 'adult' })).body.code).toBe('HUB_RULES_CODE')
    expect((await invite({ name: 'Third', role: 'adult', code: '00000000' })).body.code).toBe(
      'HUB_RULES_CODE',
    )
    const { code } = await hub.hub.ruleCodes.mint()
    expect((await invite({ name: 'Second', role: 'adult', code })).body.code).toBe('HUB_PEOPLE_ROLE')
    const { body: people } = await hub.ask('GET /api/v1/people', { headers: owner })
    expect(people.map(({ name, role }: { name: string; role: string }) => [name, role])).toEqual([
      ['Owner', 'adult'],
      ['Second', 'child'],
    ])
  })
})

describe('the pause', () => {
  test('is set by an adult at once, and ended early with a code only', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    await hub.armed()
    const now = hub.clock.wall()
    const set = await hub.ask('POST /api/v1/hold', {
      headers: owner,
      body: { from: now, to: now + hours(24) },
    })
    expect(set.body).toMatchObject({ hold: { on: true }, pending: null })
    await hub.pass(0.1)
    expect(hub.phase).toBe('idle')
    const pass = await hub.begin()
    expect((await hub.arrive(pass)).body).toMatchObject({ code: 'REFUSED', letter: 'F' })
    const end = (body: Readonly<Record<string, unknown>>) =>
      hub.ask('POST /api/v1/hold/end', { headers: owner, body })
    expect((await end({})).body.code).toBe('HUB_RULES_CODE')
    const { code } = await hub.hub.ruleCodes.mint()
    expect((await end({ code })).body.pending).toMatchObject({ to: null })
    expect((await hub.ask('POST /api/v1/hold/stop', { headers: owner })).body.pending).toBeNull()
    const shorter = await hub.ask('POST /api/v1/hold', { headers: owner, body: { from: now, to: now + 1 } })
    expect([shorter.status, shorter.body.code]).toEqual([400, 'HUB_HOLD_DATES'])
  })
})
