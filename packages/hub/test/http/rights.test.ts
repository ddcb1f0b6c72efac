// Who may do what. A person may everything; a token what its scopes say, and none of them ever opens, approves or
// answers an alarm.
import { type Scope, scopes } from '@portico/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { NUMBER, TestHub } from '../support/test-hub.ts'

const row = (name: string, cells: readonly unknown[]): string =>
  [name.padEnd(39), ...cells.map((cell) => String(cell).padEnd(9))].join('').trimEnd()

describe('scope by route, on a home with one delivered visit', () => {
  let hub: TestHub
  let sid: string
  let due: string
  beforeAll(async () => {
    hub = await TestHub.open()
    sid = await hub.delivered(await hub.owner())
    await hub.hook('out-for-delivery', { number: 'JD000000000000000001' })
    await hub.pass(0.1)
    due = hub.runtime.visits.all.find(({ state }) => state !== 'closed')?.id ?? ''
  })
  afterAll(() => hub[Symbol.asyncDispose]())

  test('what each is answered', async () => {
    const routes: readonly (readonly [string, unknown?])[] = [
      ['GET /api/v1/me'],
      ['GET /docs/json'],
      ['GET /api/v1/doors'],
      ['GET /api/v1/doors/front'],
      ['GET /api/v1/doors/front/presence'],
      ['GET /api/v1/parcels'],
      ['GET /api/v1/parcels/PARCEL'],
      ['GET /api/v1/sessions'],
      ['GET /api/v1/sessions/VISIT'],
      ['GET /api/v1/sessions/VISIT/photo'],
      ['GET /api/v1/sessions/VISIT/film/porch/0'],
      ['GET /api/v1/sessions/VISIT/evidence'],
      ['GET /api/v1/cameras/porch/still'],
      ['GET /api/v1/alarms'],
      ['GET /api/v1/events'],
      ['GET /api/v1/chain'],
      ['POST /api/v1/deliveries', { trackingNumber: NUMBER, status: 'in-transit' }],
      ['POST /api/v1/sessions/DUE/pass'],
      ['POST /api/v1/parcels', { trackingNumber: NUMBER }],
      ['POST /api/v1/sessions/VISIT/approve', { try: 0, picture: '0'.repeat(64) }],
      ['POST /api/v1/sessions/VISIT/deny'],
      ['POST /api/v1/sessions/VISIT/abort'],
      ['POST /api/v1/sessions/VISIT/take-over'],
      ['POST /api/v1/alarms/front!1/acknowledge', {}],
      ['POST /api/v1/doors/front/lock'],
      ['POST /api/v1/doors/front/open'],
      ['GET /api/v1/people'],
      ['GET /api/v1/sessions/VISIT/trace'],
      ['GET /api/v1/parcels/PARCEL/timeline'],
      ['GET /api/v1/rules'],
      ['POST /api/v1/rules', { mode: 'owner' }],
      ['POST /api/v1/rules/stop'],
      ['POST /api/v1/rules/rehearsal', { mode: 'owner', sentences: [] }],
      ['GET /api/v1/at-home'],
      ['POST /api/v1/at-home', { presence: 'home' }],
      ['GET /api/v1/displays'],
      ['POST /api/v1/displays', { code: '000000', name: 'Hall', place: 'inside' }],
      ['POST /api/v1/displays/d_none/revoke'],
      ['GET /api/v1/wall'],
      ['POST /api/v1/doors/front/alarm'],
      ['POST /api/v1/sign-out'],
    ]
    const who = [{}, ...(await Promise.all(scopes.map((scope) => hub.token(scope)))), await hub.owner()]
    const parcel = hub.runtime.deliveries.parcels[0]?.id ?? ''
    const table: string[] = []
    for (const [route, body] of routes) {
      const path = route.replace('VISIT', sid).replace('DUE', due).replace('PARCEL', parcel)
      const statuses: number[] = []
      for (const headers of who) statuses.push((await hub.ask(path, { headers, body })).status)
      table.push(row(route.replace('/api/v1', ''), statuses))
    }
    const head = row('', ['nobody', ...scopes, 'person'])
    expect(`\n${[head, ...table].join('\n')}\n`).toMatchInlineSnapshot(`
      "
                                             nobody   read     arm      presence pass     camera   metrics  person
      GET /me                                401      200      200      200      200      200      200      200
      GET /docs/json                         401      200      200      200      200      200      200      200
      GET /doors                             401      200      403      403      403      403      403      200
      GET /doors/front                       401      200      403      403      403      403      403      200
      GET /doors/front/presence              401      403      403      200      403      403      403      200
      GET /parcels                           401      200      403      403      403      403      403      200
      GET /parcels/PARCEL                    401      200      403      403      403      403      403      200
      GET /sessions                          401      200      403      403      403      403      403      200
      GET /sessions/VISIT                    401      200      403      403      403      403      403      200
      GET /sessions/VISIT/photo              401      403      403      403      403      200      403      200
      GET /sessions/VISIT/film/porch/0       401      403      403      403      403      200      403      200
      GET /sessions/VISIT/evidence           401      403      403      403      403      403      403      200
      GET /cameras/porch/still               401      403      403      403      403      200      403      200
      GET /alarms                            401      200      403      403      403      403      403      200
      GET /events                            401      200      403      403      403      403      403      200
      GET /chain                             401      200      403      403      403      403      403      200
      POST /deliveries                       401      403      200      403      403      403      403      200
      POST /sessions/DUE/pass                401      403      403      403      201      403      403      201
      POST /parcels                          401      403      403      403      403      403      403      201
      POST /sessions/VISIT/approve           401      403      403      403      403      403      403      409
      POST /sessions/VISIT/deny              401      403      403      403      403      403      403      409
      POST /sessions/VISIT/abort             401      403      403      403      403      403      403      409
      POST /sessions/VISIT/take-over         401      403      403      403      403      403      403      409
      POST /alarms/front!1/acknowledge       401      403      403      403      403      403      403      409
      POST /doors/front/lock                 401      409      409      409      409      409      409      200
      POST /doors/front/open                 401      409      409      409      409      409      409      200
      GET /people                            401      403      403      403      403      403      403      200
      GET /sessions/VISIT/trace              401      200      403      403      403      403      403      200
      GET /parcels/PARCEL/timeline           401      200      403      403      403      403      403      200
      GET /rules                             401      200      403      403      403      403      403      200
      POST /rules                            401      403      403      403      403      403      403      200
      POST /rules/stop                       401      403      403      403      403      403      403      409
      POST /rules/rehearsal                  401      403      403      403      403      403      403      200
      GET /at-home                           401      403      403      403      403      403      403      200
      POST /at-home                          401      403      403      403      403      403      403      200
      GET /displays                          401      403      403      403      403      403      403      200
      POST /displays                         401      403      403      403      403      403      403      404
      POST /displays/d_none/revoke           401      403      403      403      403      403      403      404
      GET /wall                              401      403      403      403      403      403      403      200
      POST /doors/front/alarm                401      403      403      403      403      403      403      200
      POST /sign-out                         401      403      403      403      403      403      403      200
      "
    `)
  })
})

describe('whoever shows', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await TestHub.open()
  })
  afterAll(() => hub[Symbol.asyncDispose]())

  test.each([
    ['nothing', {}],
    ['a token that nobody made', { authorization: `Bearer ptk_${'A'.repeat(32)}` }],
    ['a token of another kind', { authorization: 'Basic b3duZXI6b3duZXI=' }],
    ['no token behind the word', { authorization: 'Bearer' }],
    ['a token as long as a book', { authorization: `Bearer ${'A'.repeat(4_000)}` }],
    ['a cookie that nobody got', { cookie: `portico=${'A'.repeat(32)}` }],
    ['an empty cookie', { cookie: 'portico=' }],
    ['a cookie under another name', { cookie: 'session=x' }],
  ])('%s is asked to sign in', async (_what, headers) => {
    const answer = await hub.ask('GET /api/v1/doors', { headers })
    expect([answer.status, answer.body]).toEqual([
      401,
      { code: 'HUB_HTTP_SIGN_IN', message: 'sign in, or send a token' },
    ])
  })
  test('a token in the address is not seen: addresses are written down on the way', async () => {
    const { secret } = await hub.tokens.create('in the address', ['read'])
    for (const name of ['token', 'access_token', 'authorization'])
      expect((await hub.ask(`GET /api/v1/doors?${name}=${secret}`)).status).toBe(401)
  })
  test('a token may say who it is, and its first use stands in the audit once', async () => {
    const headers = await hub.token('read', 'camera')
    const { body } = await hub.ask('GET /api/v1/me', { headers })
    expect(body).toEqual({
      kind: 'token',
      id: expect.stringMatching(/^k_/),
      name: expect.any(String),
      scopes: ['read', 'camera'],
      assuredMs: null,
      display: null,
      simulated: true,
    })
    await hub.ask('GET /api/v1/me', { headers })
    expect(hub.audited('token-used').filter(({ by }) => by === body.id)).toHaveLength(1)
  })
})

test('a presence token, as a display beside the door has one, mints codes and does nothing else', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.token('presence')
  const { status, body } = await hub.ask('GET /api/v1/doors/front/presence', { headers })
  expect([status, body]).toEqual([
    200,
    {
      code: expect.stringMatching(/^[\w-]{22}$/),
      door: 'front',
      goodForMs: 60_000,
      url: `${hub.houseUrl}/d/front?t=${body.code}`,
    },
  ])
  expect((await hub.ask('GET /api/v1/doors/back/presence', { headers })).status).toBe(404)
  expect(await PlainSocket.refused(`${hub.houseUrl}/ws/events`, headers)).toMatchObject({ status: 403 })
  expect(await PlainSocket.refused(`${hub.houseUrl}/ws/live/porch`, headers)).toMatchObject({ status: 403 })
  expect(await LiveScreen.refused(hub.houseUrl, { headers })).toMatchObject({ code: 'HUB_HTTP_FORBIDDEN' })
})

describe('no token, whatever its scopes,', () => {
  test('decides about a visit or an alarm: neither by a route nor by a socket, and each try is noticed', async () => {
    await using hub = await TestHub.open()
    await hub.arrived()
    const { sid } = hub
    const headers = await hub.token(...scopes)
    const still = await hub.ask('GET /api/v1/cameras/porch/still', { headers })
    const approval = { try: 0, picture: String(still.headers['x-portico-sha256']) }
    const decisions: readonly (readonly [string, unknown?])[] = [
      [`sessions/${sid}/approve`, approval],
      [`sessions/${sid}/deny`],
      [`sessions/${sid}/abort`],
      [`sessions/${sid}/take-over`],
      ['alarms/front!1/acknowledge', {}],
    ]
    for (const [path, body] of decisions) {
      const answer = await hub.ask(`POST /api/v1/${path}`, { headers, body })
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'HUB_HTTP_FORBIDDEN'])
    }
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    for (const [name, message] of [
      ['approve', { session: sid, ...approval }],
      ['deny', { session: sid }],
      ['abort', { session: sid }],
      ['acknowledge', { alarm: 'front!1' }],
    ] as const)
      expect([name, (await screen.command(name, message)).code]).toEqual([name, 'HUB_HTTP_FORBIDDEN'])
    expect(hub.phase).toBe('authorising')
    await hub.pass(61)
    expect(hub.notices('forbidden-command')).toEqual([
      {
        what: 'forbidden-command',
        by: expect.stringMatching(/^k_/),
        face: 'token',
        route: '/api/v1/sessions/:id/approve',
        count: 1,
      },
      {
        what: 'forbidden-command',
        by: expect.stringMatching(/^k_/),
        face: 'token',
        route: '/live acknowledge',
        count: 8,
      },
    ])
    expect(hub.door.unlocks).toEqual([])
  })

  test('opens or locks a door: the domain says no, and the no stands in the journal', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.token(...scopes)
    for (const act of ['open', 'lock']) {
      const answer = await hub.ask(`POST /api/v1/doors/front/${act}`, { headers })
      expect([act, answer.status, answer.body]).toEqual([
        act,
        409,
        {
          code: 'RIGHT_MISSING',
          message: 'This way of asking has no right to do that.',
          next: 'Use the owner page',
        },
      ])
    }
    const refused = hub.lines.filter(({ type }) => type === 'Refused')
    expect(refused.map(({ data: { command, code, face } }) => [command, code, face])).toEqual([
      ['RequestOpen', 'RIGHT_MISSING', 'token'],
      ['RequestLock', 'RIGHT_MISSING', 'token'],
    ])
    for (const { data } of refused) expect(data['by']).toMatch(/^k_/)
    await hub.pass(10)
    expect(hub.door.unlocks).toEqual([])
    expect(hub.door.isLocked).toBe(true)
  })

  test('makes a still that an approval could name: nobody has looked at it', async () => {
    await using hub = await TestHub.open()
    await hub.arrived()
    const owner = await hub.owner()
    const fetched = await hub.ask('GET /api/v1/cameras/porch/still', { headers: await hub.token('camera') })
    const { status, body } = await hub.ask(`POST /api/v1/sessions/${hub.sid}/approve`, {
      headers: owner,
      body: { try: 0, picture: String(fetched.headers['x-portico-sha256']) },
    })
    expect([status, body.code]).toEqual([409, 'PICTURE_STALE'])
  })

  test('lifts a delivery above asking the owner', async () => {
    await using hub = await TestHub.open({ mode: 'auto' })
    await hub.claim()
    const headers = await hub.token('arm')
    const body = { trackingNumber: NUMBER, status: 'out-for-delivery' }
    const report = await hub.ask('POST /api/v1/deliveries', { headers, body })
    expect(report.body).toEqual({ result: 'accepted', parcels: [expect.any(String)], unarmed: null })
    await hub.pass(0.1)
    const [visit] = (await hub.ask('GET /api/v1/sessions', { headers: await hub.token('read') })).body
    expect(visit).toMatchObject({ mode: 'owner', ceiling: 'owner', source: 'token', channel: 'token' })
    await hub.arrive(await hub.begin())
    await hub.pass(5)
    expect(hub.phase).toBe('authorising')
  })
})

test('T21: a token that is revoked is nobody from that moment, and what it held open ends', async () => {
  await using hub = await TestHub.open()
  const { secret } = await hub.tokens.create('wall', ['read', 'camera'] satisfies Scope[])
  const other = await hub.token('read')
  const headers = { authorization: `Bearer ${secret}` }
  using screen = await LiveScreen.open(hub.houseUrl, { auth: { token: secret } })
  using events = await PlainSocket.open(`${hub.houseUrl}/ws/events`, headers)
  using picture = await PlainSocket.open(`${hub.houseUrl}/ws/live/porch`, headers)
  using stays = await PlainSocket.open(`${hub.houseUrl}/ws/events`, other)
  expect(await hub.tokens.revoke('wall')).toBe(true)
  expect(await screen.ended).toBe('io server disconnect')
  expect(await events.ended).toEqual({ code: 4401, reason: 'signed-out' })
  expect(await picture.ended).toEqual({ code: 4401, reason: 'signed-out' })
  expect((await hub.ask('GET /api/v1/doors', { headers })).status).toBe(401)
  expect(await LiveScreen.refused(hub.houseUrl, { auth: { token: secret } })).toEqual({
    code: 'HUB_HTTP_SIGN_IN',
    message: 'sign in, or send a token',
  })
  expect(await PlainSocket.refused(`${hub.houseUrl}/ws/events`, headers)).toMatchObject({ status: 401 })
  expect(stays.isOpen).toBe(true)
})
