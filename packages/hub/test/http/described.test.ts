// Views are built field by field and go out unchecked. Here each answer is held to the very description of the API that
// the hub gives of itself, at every stage of a visit, and each refusal to the one shape of refusals.
import { ErrorReply } from '@portico/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Asked, Asking } from '../support/asking.ts'
import { misfits } from '../support/fitting.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

let hub: TestHub
let owner: Record<string, string>
let paths: Paths
/** Answers that were held to a schema, by route and status. */
const held = new Set<string>()

beforeAll(async () => {
  hub = await TestHub.open()
  owner = await hub.owner()
  paths = (await hub.ask('GET /docs/json', { headers: owner })).body.paths
})
afterAll(() => hub[Symbol.asyncDispose]())

/** The schema that is promised for an answer; null when none is. */
function promised(method: string, path: string, status: number): object | null {
  const template = Object.keys(paths).find((each) =>
    new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0] ?? ''),
  )
  const responses = paths[template ?? '']?.[method.toLowerCase()]?.responses ?? {}
  const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`]
  return response?.content?.['application/json']?.schema ?? null
}

async function check(line: string, asking: Asking = {}): Promise<Asked> {
  const asked = await hub.ask(line, { headers: owner, ...asking })
  const [method = '', path = ''] = line.split(' ')
  const schema = promised(method, path, asked.status) ?? (asked.status >= 400 ? ErrorReply : null)
  if (schema === null) throw new Error(`${line}: ${asked.status} is not described`)
  expect([line, asked.status, misfits(schema, asked.body)]).toEqual([line, asked.status, []])
  held.add(`${line.replaceAll(/[kps]_[\w-]+/g, 'ID')} ${asked.status}`)
  return asked
}

const looks = [
  'me',
  'people',
  'doors',
  'doors/front',
  'parcels',
  'sessions',
  'alarms',
  'displays',
  'rules',
  'wall',
  'events?limit=1000',
  'chain',
] as const

async function lookAround(): Promise<void> {
  for (const path of looks) await check(`GET /api/v1/${path}`)
  for (const { id } of hub.runtime.visits.all) {
    await check(`GET /api/v1/sessions/${id}`)
    await check(`GET /api/v1/sessions/${id}/trace`)
  }
  for (const { id } of hub.runtime.deliveries.parcels) {
    await check(`GET /api/v1/parcels/${id}`)
    await check(`GET /api/v1/parcels/${id}/timeline`)
  }
  await check('GET /readyz')
  await check('GET /healthz')
}

test('at every stage of a visit, and of one that goes wrong', async () => {
  await lookAround()
  await check('POST /api/v1/parcels', { body: { trackingNumber: NUMBER, title: 'A lamp', carrier: 'ups' } })
  const { headers, body } = hub.signedHook('out-for-delivery')
  await check('POST /hooks/easypost', { headers, body })
  await hub.pass(0.1)
  await lookAround()
  const { sid } = hub
  const made = (await check(`POST /api/v1/sessions/${sid}/pass`)).body
  await check(`POST /api/v1/passes/${made.id}/revoke`)
  const { code } = hub.runtime.codes.mint(FRONT)
  await check('GET /d/front')
  await check('POST /d/front', { body: { code, label: 'WRONG000001' } })
  const { pass } = (await check('POST /d/front', { body: { code, label: NUMBER } })).body
  await check(`GET /c/${pass}`)
  await check(`POST /c/${pass}/arrive`, { body: { code: 'wrong' } })
  await check(`POST /c/${pass}/arrive`, { body: { code } })
  await lookAround()
  await check(`POST /api/v1/sessions/${sid}/approve`, { body: { try: 7, picture: '0'.repeat(64) } })
  hub.cameras.how = 'frozen'
  await hub.approve(owner)
  await hub.pass(13)
  await lookAround()
  hub.cameras.how = 'live'
  await hub.arrive(pass)
  await hub.approve(owner)
  await hub.pass(3)
  await lookAround()
  hub.door.do({ type: 'open', from: 'outside', wide: true })
  for (let look = 0; look < 4; look++) {
    await hub.pass(25)
    await lookAround()
    await check(`GET /c/${pass}`)
  }
  const [alarm] = (await check('GET /api/v1/alarms')).body
  await check(`POST /api/v1/alarms/${alarm.id}/acknowledge`, { body: {} })
  hub.door.do({ type: 'close' })
  await hub.sealed(sid)
  await lookAround()
  await check(`GET /c/${pass}`)
  const [visit] = (await check('GET /api/v1/sessions?state=closed')).body
  expect(visit).toMatchObject({
    id: sid,
    state: 'closed',
    photo: { camera: 'hall' },
    film: [{ camera: 'porch' }, {}],
  })
})

test('commands, reports and codes by hand', async () => {
  await check('GET /api/v1/doors/front/presence')
  await check('POST /api/v1/doors/front/lock')
  await check('POST /api/v1/doors/front/open')
  for (const status of ['in-transit', 'out-for-delivery', 'delivered', 'delivered-elsewhere'])
    await check('POST /api/v1/deliveries', { body: { trackingNumber: 'JD000000000000000004', status } })
  const body = {
    trackingNumber: 'JD000000000000000004',
    status: 'in-transit',
    occurredAt: '2026-11-23T09:00:00Z',
  }
  expect((await check('POST /api/v1/deliveries', { body })).body.result).toBe('accepted')
  expect((await check('POST /api/v1/deliveries', { body })).body.result).toBe('duplicate')
  await check('POST /virtual/open', { body: { on: 'front' } })
  await check('GET /virtual/world')
  await lookAround()
})

test('what a household does with its parcels, and its pause', async () => {
  const [first, second] = ['JD000000000000000011', 'JD000000000000000012']
  const value = { minor: 4_900, currency: 'EUR' }
  const { id } = (await check('POST /api/v1/parcels', { body: { trackingNumber: first, value } })).body
  const other = (await check('POST /api/v1/parcels', { body: { trackingNumber: second } })).body
  await check('POST /api/v1/deliveries', { body: { trackingNumber: first, status: 'in-transit' } })
  await check(`POST /api/v1/parcels/${id}/describe`, { body: { title: 'A lamp', confidential: true } })
  await check(`POST /api/v1/parcels/${id}/merge`, { body: { with: other.id } })
  await check(`POST /api/v1/parcels/${id}/split`, { body: { sources: ['hand'] } })
  await check(`POST /api/v1/parcels/${id}/undo`)
  await check(`POST /api/v1/parcels/${id}/not-mine`)
  await check(`POST /api/v1/parcels/${id}/undo`)
  await lookAround()
  const now = hub.clock.wall()
  await check('POST /api/v1/hold', { body: { from: now, to: now + 3_600_000 } })
  await check('POST /api/v1/hold/end', { body: { code: (await hub.hub.ruleCodes.mint()).code } })
  await check('GET /api/v1/hold')
  await check('POST /api/v1/hold/stop')
  const invited = { name: 'Anna', role: 'child', code: (await hub.hub.ruleCodes.mint()).code }
  await check('POST /api/v1/people/invite', { body: invited })
  const { body: people } = await check('GET /api/v1/people')
  expect(people).toMatchObject([{ role: 'adult' }])
})

test('displays, rules and the alarm that a person calls', async () => {
  const { code, poll } = (await check('POST /api/v1/displays/pairings')).body
  await check('POST /api/v1/displays/pairings/claim', { body: { poll } })
  const body = { code, name: 'Hall', place: 'door-side', door: 'front' }
  const { id } = (await check('POST /api/v1/displays', { body })).body
  await check('POST /api/v1/displays', { body })
  const claimed = await check('POST /api/v1/displays/pairings/claim', { body: { poll } })
  const [cookie = ''] = claimed.headers['set-cookie'] ?? []
  const headers = { cookie: cookie.split(';')[0] ?? '', 'x-portico-face': 'display' }
  await check('GET /api/v1/me', { headers })
  await check('GET /api/v1/wall', { headers })
  await lookAround()
  await check(`POST /api/v1/displays/${id}/revoke`)
  await check('POST /api/v1/displays/pairings/claim', { body: { poll } })
  const { code: loosens } = await hub.hub.ruleCodes.mint()
  await check('POST /api/v1/rules', { body: { mode: 'auto' } })
  await check('POST /api/v1/rules', { body: { mode: 'auto', code: loosens } })
  await lookAround()
  await check('POST /api/v1/rules/stop')
  await check('POST /api/v1/rules/stop')
  const sentences = [{ id: 'a', carrier: 'ups', days: ['mon'], from: '09:00', to: '17:00', place: 'porch' }]
  await check('POST /api/v1/rules/rehearsal', { body: { mode: 'auto', sentences } })
  await check('POST /api/v1/rules', { body: { mode: 'owner', sentences: [...sentences, ...sentences] } })
  await check('POST /api/v1/rules', { body: { mode: 'owner', sentences } })
  await check('GET /api/v1/at-home')
  await check('POST /api/v1/at-home', { body: { presence: 'asleep' } })
  const mask = [
    [0, 0],
    [0.5, 0],
    [0, 0.5],
  ]
  const areas = { leaf: null, drop: mask, masks: [mask] }
  await check('GET /api/v1/cameras/porch/areas')
  await check('POST /api/v1/cameras/porch/areas', { body: areas })
  await check('POST /api/v1/cameras/porch/areas', { body: { ...areas, masks: [] } })
  await check('POST /api/v1/cameras/hall/areas', { body: areas })
  await check('POST /api/v1/cameras/porch/areas/stop')
  // Whether this machine may ask its network or not.
  await check('POST /api/v1/cameras/look')
  await check('POST /api/v1/doors/front/alarm')
  await lookAround()
  expect((await check('GET /api/v1/alarms')).body).toMatchObject([{ kind: 'OWNER_CALLED' }])
})

test('sources of news', async () => {
  await check('GET /api/v1/sources')
  await check('POST /api/v1/sources/easypost/secret', { body: {} })
  await check('POST /api/v1/sources/easypost/key', { body: { key: 'a-key-of-eight' } })
  await check('POST /api/v1/sources/easypost/test')
  await check('POST /api/v1/sources/easypost/test')
  await check('POST /api/v1/sources/easypost/key/forget')
  await check('POST /api/v1/sources/pigeon/test')
  await check('GET /hooks/here')
  expect((await check('GET /api/v1/sources')).body.sources).toHaveLength(1)
})

test('webhooks of ours', async () => {
  const body = { url: 'https://8.8.8.8/', events: ['io.portico.door.ring.v1'] }
  const { webhook } = (await check('POST /api/v1/webhooks', { body })).body
  await check('POST /api/v1/webhooks', { body: { ...body, url: 'https://127.0.0.1/' } })
  expect((await check('GET /api/v1/webhooks')).body).toHaveLength(1)
  await check(`POST /api/v1/webhooks/${webhook.id}/rotate`)
  await check(`POST /api/v1/webhooks/${webhook.id}/resume`)
  await check(`POST /api/v1/webhooks/${webhook.id}/revoke`)
  await check(`POST /api/v1/webhooks/${webhook.id}/revoke`)
})

test('recorded answers', async () => {
  const bytes = { ...owner, 'content-type': 'application/octet-stream' }
  await check('PUT /api/v1/answers/who', { headers: bytes, body: Buffer.alloc(8_000) })
  await check('PUT /api/v1/answers/who', { headers: bytes, body: Buffer.alloc(7) })
  expect((await check('GET /api/v1/answers')).status).toBe(200)
  await check('POST /api/v1/cameras/porch/answers/who')
  await check('POST /api/v1/cameras/cellar/answers/who')
  await check('DELETE /api/v1/answers/who')
  await check('DELETE /api/v1/answers/who')
})

test('every refusal of a request has one shape, a code that is listed and words without the value', async () => {
  const large = { trackingNumber: 'x'.repeat(20_000) }
  const text = { ...owner, 'content-type': 'text/plain' }
  const json = { ...owner, 'content-type': 'application/json' }
  const id = 's_00000000-0000-7000-8000-000000000000'
  const refusals: readonly (readonly [string, Asking?])[] = [
    ['GET /api/v1/doors/attic'],
    ['GET /api/v1/parcels/p_none'],
    [`GET /api/v1/sessions/${id}`],
    [`GET /api/v1/sessions/${'x'.repeat(129)}`],
    ['GET /api/v1/sessions?state=planted'],
    ['GET /api/v1/sessions?limit=201'],
    ['GET /api/v1/sessions?limit=1e400'],
    ['GET /api/v1/parcels?planted=1'],
    ['GET /api/v1/%ff'],
    ['GET /api/v1/doors', { headers: {} }],
    ['POST /api/v1/parcels', { body: large }],
    ['POST /api/v1/parcels', { body: {} }],
    ['POST /api/v1/parcels', { body: { trackingNumber: 'planted-but-short!'.slice(0, 4) } }],
    ['POST /api/v1/parcels', { body: { trackingNumber: NUMBER, planted: 1 } }],
    ['POST /api/v1/parcels', { body: { trackingNumber: 7 } }],
    ['POST /api/v1/parcels', { headers: json, body: Buffer.from('{"planted') }],
    ['POST /api/v1/parcels', { headers: json, body: Buffer.from('') }],
    ['POST /api/v1/parcels', { headers: json, body: Buffer.from('{"__proto__":{"a":1}}') }],
    ['POST /api/v1/parcels', { headers: text, body: Buffer.from('planted') }],
    ['POST /api/v1/deliveries', { body: { trackingNumber: NUMBER, status: 'planted' } }],
    [
      'POST /api/v1/deliveries',
      { body: { trackingNumber: NUMBER, status: 'delivered', occurredAt: '2026-11-23' } },
    ],
    [`POST /api/v1/sessions/${id}/approve`, { body: { try: 0, picture: '0'.repeat(64) } }],
    [`POST /api/v1/sessions/${id}/approve`, { body: { try: -1, picture: '0'.repeat(64) } }],
    [`POST /api/v1/sessions/${id}/take-over`],
    ['POST /api/v1/alarms/planted/acknowledge', { body: {} }],
    ['POST /api/v1/alarms/front!99/acknowledge', { body: {} }],
  ]
  const table: string[] = []
  for (const [line, asking] of refusals) {
    const { status, body } = await check(line, asking)
    expect([line, misfits(ErrorReply, body)]).toEqual([line, []])
    expect(`${body.message} ${body.next}`).not.toContain('planted')
    const sent = asking?.body && !Buffer.isBuffer(asking.body) ? ` ${Object.keys(asking.body).join(',')}` : ''
    table.push(`${status} ${body.code.padEnd(20)} ${line.slice(0, 60)}${sent} → ${body.message}`)
  }
  expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    404 HUB_HTTP_NOT_FOUND   GET /api/v1/doors/attic → no such door
    404 HUB_HTTP_NOT_FOUND   GET /api/v1/parcels/p_none → no such parcel
    404 HUB_HTTP_NOT_FOUND   GET /api/v1/sessions/s_00000000-0000-7000-8000-000000000000 → no such visit
    404 HUB_HTTP_NOT_FOUND   GET /api/v1/sessions/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx → The request cannot be read.
    400 HUB_HTTP_BODY        GET /api/v1/sessions?state=planted → querystring.state must be equal to one of the allowed values
    400 HUB_HTTP_BODY        GET /api/v1/sessions?limit=201 → querystring.limit must be <= 200
    400 HUB_HTTP_BODY        GET /api/v1/sessions?limit=1e400 → querystring.limit must be <= 200
    400 HUB_HTTP_BODY        GET /api/v1/parcels?planted=1 → querystring knows no such field
    400 HUB_HTTP_BODY        GET /api/v1/%ff → The request cannot be read.
    401 HUB_HTTP_SIGN_IN     GET /api/v1/doors → sign in, or send a token
    413 HUB_HTTP_TOO_LARGE   POST /api/v1/parcels trackingNumber → The request cannot be read.
    400 HUB_HTTP_BODY        POST /api/v1/parcels  → body.trackingNumber is missing
    400 HUB_HTTP_BODY        POST /api/v1/parcels trackingNumber → body.trackingNumber must match pattern "^(?:[^A-Za-z0-9]*[A-Za-z0-9]){6,}[^A-Za-z0-9]*$"
    400 HUB_HTTP_BODY        POST /api/v1/parcels trackingNumber,planted → body knows no such field
    400 HUB_HTTP_BODY        POST /api/v1/parcels trackingNumber → body.trackingNumber must be string
    400 HUB_HTTP_BODY        POST /api/v1/parcels → The request cannot be read.
    400 HUB_HTTP_BODY        POST /api/v1/parcels → The request cannot be read.
    400 HUB_HTTP_BODY        POST /api/v1/parcels → The request cannot be read.
    415 HUB_HTTP_MEDIA_TYPE  POST /api/v1/parcels → The request cannot be read.
    400 HUB_HTTP_BODY        POST /api/v1/deliveries trackingNumber,status → body.status must be equal to one of the allowed values
    400 HUB_HTTP_BODY        POST /api/v1/deliveries trackingNumber,status,occurredAt → body.occurredAt must be a time of ISO 8601 with a zone
    404 HUB_HTTP_NOT_FOUND   POST /api/v1/sessions/s_00000000-0000-7000-8000-000000000000 try,picture → no such visit
    400 HUB_HTTP_BODY        POST /api/v1/sessions/s_00000000-0000-7000-8000-000000000000 try,picture → body.try must be >= 0
    404 HUB_HTTP_NOT_FOUND   POST /api/v1/sessions/s_00000000-0000-7000-8000-000000000000 → no such visit
    404 HUB_HTTP_NOT_FOUND   POST /api/v1/alarms/planted/acknowledge  → no such alarm
    409 NO_ALARM             POST /api/v1/alarms/front!99/acknowledge  → This alarm does not stand any more.
    "
  `)
})

test('faces, what they see and may, and PINs', async () => {
  const { code } = (await check('POST /api/v1/faces/code')).body
  const claim = { code, kind: 'mqtt', name: 'Home Assistant' }
  const { token, face } = (await check('POST /api/v1/faces/claim', { body: claim })).body
  await check('POST /api/v1/faces/claim', { body: claim })
  await check('GET /api/v1/faces')
  const headers = { authorization: `Bearer ${token}` }
  await check('GET /api/v1/face/home', { headers })
  await check('GET /api/v1/me', { headers })
  const rights = { rights: ['see'], doors: ['front'] }
  await check(`POST /api/v1/faces/${face.id}/rights`, { body: rights })
  const order = { name: 'Guest', person: null, doors: ['front'], hours: null, until: null }
  await check('POST /api/v1/pins', { body: order })
  const made = (await hub.hub.ruleCodes.mint()).code
  const { id } = (await check('POST /api/v1/pins', { body: { ...order, code: made } })).body
  await check('GET /api/v1/pins')
  await check(`POST /api/v1/pins/${id}/revoke`)
  await check(`POST /api/v1/faces/${face.id}/revoke`)
  await check('POST /api/v1/faces/unpair-all')
  expect((await check('POST /api/v1/faces/rotate-all')).body.faces).toBe(0)
})

test('it was held to no less than every route that answers with JSON', () => {
  const answered = new Set([...held].map((each) => each.split(' ').slice(0, 2).join(' ').split('?')[0]))
  const unheard = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .map((method) => `${method.toUpperCase()} ${path}`)
      .filter(
        (route) =>
          ![...answered].some((each) =>
            new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(each ?? ''),
          ),
      ),
  )
  expect(unheard).toMatchInlineSnapshot(`
    [
      "GET /whep/{camera}",
      "POST /whep/{camera}",
      "GET /whep/{camera}/{session}",
      "PATCH /whep/{camera}/{session}",
      "DELETE /whep/{camera}/{session}",
      "GET /",
      "GET /sign-in",
      "GET /display",
      "GET /verify",
      "GET /icon.svg",
      "GET /manifest.webmanifest",
      "GET /service-worker.js",
      "GET /talk-worklet.js",
      "GET /label-worker.js",
      "GET /street",
      "GET /assets/{file}",
      "GET /certificate",
      "GET /certificate/portico-house.crt",
      "POST /api/v1/sign-in",
      "POST /api/v1/sign-out",
      "POST /api/v1/people/{id}/remove",
      "POST /api/v1/people/{id}/stay",
      "GET /api/v1/parcels/{id}/truth",
      "POST /api/v1/parcels/{id}/truth",
      "GET /api/v1/parcels/{id}/pictures/{hash}",
      "GET /api/v1/notices",
      "GET /api/v1/week",
      "GET /api/v1/calendar",
      "POST /api/v1/calendar",
      "POST /api/v1/calendar/end",
      "GET /calendar/{secret}.ics",
      "POST /api/v1/sessions/{id}/deny",
      "POST /api/v1/sessions/{id}/abort",
      "GET /api/v1/sessions/{id}/photo",
      "GET /api/v1/sessions/{id}/film/{camera}/{segment}",
      "GET /api/v1/sessions/{id}/evidence",
      "GET /api/v1/cameras/{id}/still",
      "POST /api/v1/cameras/{id}/view",
      "GET /api/v1/films",
      "GET /api/v1/films/{session}",
      "POST /api/v1/films/{session}/hold",
      "POST /api/v1/films/{session}/delete",
      "GET /api/v1/rings",
      "GET /api/v1/rings/{id}/film/{camera}/{segment}",
      "POST /api/v1/faces/{id}/pairing",
      "POST /api/v1/faces/{id}/unpair",
      "GET /api/v1/answers/{id}/sound",
      "GET /api/v1/mailboxes",
      "POST /api/v1/mailboxes/{id}/import",
      "POST /api/v1/mailboxes/{id}/import/stop",
      "GET /virtual/doors",
      "GET /virtual/play",
      "POST /virtual/play",
      "POST /api/v1/webhooks/{id}/test",
      "GET /metrics",
      "GET /c/{pass}/events",
      "GET /courier.js",
    ]
  `)
})
