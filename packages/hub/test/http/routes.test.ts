// Every route, on which listener it is served, and who may take it. The table is made from what the router serves and
// from what the listeners really answer: whoever adds a route has to look at its line here.
import { scopes } from '@portico/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routesOf } from '../support/routes-of.ts'
import { TestHub } from '../support/test-hub.ts'

let hub: TestHub
let house: readonly string[]
let street: readonly string[]
let inside: Headers
let doorSide: Headers

beforeAll(async () => {
  hub = await TestHub.open()
  house = await routesOf(hub.hub, 'house')
  street = await routesOf(hub.hub, 'street')
  inside = await hub.display({ place: 'inside' })
  doorSide = await hub.display({ place: 'door-side', door: 'front' })
})
afterAll(() => hub[Symbol.asyncDispose]())

type Headers = Readonly<Record<string, string>>
type Scopes = readonly (typeof scopes)[number][]

const tokens = new Map<string, Headers>()

/** Whether the guard lets somebody pass; what the route then makes of an empty request is its own affair. */
async function passes(route: string, headers: Headers): Promise<boolean> {
  const { body } = await hub.ask(route.replaceAll(/:[a-z]+/g, 'x'), { headers })
  return !['HUB_HTTP_SIGN_IN', 'HUB_HTTP_FORBIDDEN'].includes(body?.code)
}

async function tokenPasses(route: string, held: Scopes): Promise<boolean> {
  const name = held.join(' + ')
  const headers = tokens.get(name) ?? (await hub.token(...held))
  tokens.set(name, headers)
  return passes(route, headers)
}

/** Which displays may: none where nothing is said. */
async function whichDisplays(route: string): Promise<string> {
  if (!(await passes(route, inside))) return ''
  return (await passes(route, doorSide)) ? ', any display' : ', display inside'
}

/** Who may: anyone, anyone known, a person, or also a token that has the scopes; and whether a display. */
async function whoMay(route: string): Promise<string> {
  if (await passes(route, {})) return 'anyone'
  return (await whoElseMay(route)) + (await whichDisplays(route))
}

async function whoElseMay(route: string): Promise<string> {
  expect(await passes(route, await hub.owner()), `a person may ${route}`).toBe(true)
  if (!(await tokenPasses(route, [...scopes]))) return 'person'
  const single = await Promise.all(scopes.map((scope) => tokenPasses(route, [scope])))
  if (single.every(Boolean)) return 'known'
  const enough = scopes.filter((_, place) => single[place])
  if (enough.length > 0) return enough.join(', ')
  const pairs = scopes.flatMap((a, place) => scopes.slice(place + 1).map((b) => [a, b] as const))
  const both = await Promise.all(pairs.map((pair) => tokenPasses(route, pair)))
  return pairs.flatMap((pair, place) => (both[place] ? [pair.join(' + ')] : [])).join(', ')
}

test('T14: the closed list: every route, its listener and who may take it', async () => {
  expect(street.filter((route) => !house.includes(route))).toEqual([])
  const table: string[] = []
  for (const route of house) {
    const where = street.includes(route) ? 'street' : 'house'
    const [method = '', path = ''] = route.split(' ')
    table.push([where.padEnd(8), `${method} `.padEnd(5), path.padEnd(46), await whoMay(route)].join(''))
  }
  expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    house   GET  /                                             anyone
    house   GET  /api/v1/alarms                                read
    house   POST /api/v1/alarms/:id/acknowledge                person
    house   GET  /api/v1/answers                               person, display inside
    house   PUT  /api/v1/answers/:id                           person
    house   DELETE /api/v1/answers/:id                           person
    house   GET  /api/v1/answers/:id/sound                     person
    house   GET  /api/v1/asyncapi.json                         known
    house   GET  /api/v1/at-home                               person
    house   POST /api/v1/at-home                               person
    house   GET  /api/v1/calendar                              person
    house   POST /api/v1/calendar                              person
    house   POST /api/v1/calendar/end                          person
    house   POST /api/v1/cameras/:id/answers/:answer           person, display inside
    house   GET  /api/v1/cameras/:id/areas                     person
    house   POST /api/v1/cameras/:id/areas                     person
    house   POST /api/v1/cameras/:id/areas/stop                person
    house   GET  /api/v1/cameras/:id/still                     camera, display inside
    house   POST /api/v1/cameras/:id/view                      person
    house   POST /api/v1/cameras/look                          person
    house   GET  /api/v1/chain                                 read
    house   POST /api/v1/deliveries                            arm
    house   GET  /api/v1/displays                              person
    house   POST /api/v1/displays                              person
    house   POST /api/v1/displays/:id/revoke                   person
    house   POST /api/v1/displays/pairings                     anyone
    house   POST /api/v1/displays/pairings/claim               anyone
    house   GET  /api/v1/doors                                 read
    house   GET  /api/v1/doors/:id                             read
    house   POST /api/v1/doors/:id/alarm                       person
    house   POST /api/v1/doors/:id/lock                        known
    house   POST /api/v1/doors/:id/open                        known
    house   GET  /api/v1/doors/:id/presence                    presence
    house   GET  /api/v1/events                                read
    house   GET  /api/v1/face/home                             person
    house   GET  /api/v1/faces                                 person
    house   POST /api/v1/faces/:id/pairing                     person
    house   POST /api/v1/faces/:id/revoke                      person
    house   POST /api/v1/faces/:id/rights                      person
    house   POST /api/v1/faces/:id/unpair                      person
    house   POST /api/v1/faces/claim                           anyone
    house   POST /api/v1/faces/code                            person
    house   POST /api/v1/faces/rotate-all                      person
    house   POST /api/v1/faces/unpair-all                      person
    house   GET  /api/v1/films                                 person
    house   GET  /api/v1/films/:session                        person
    house   POST /api/v1/films/:session/delete                 person
    house   POST /api/v1/films/:session/hold                   person
    house   GET  /api/v1/hold                                  person
    house   POST /api/v1/hold                                  person
    house   POST /api/v1/hold/end                              person
    house   POST /api/v1/hold/stop                             person
    house   GET  /api/v1/mailboxes                             person
    house   POST /api/v1/mailboxes/:id/import                  person
    house   POST /api/v1/mailboxes/:id/import/stop             person
    house   GET  /api/v1/me                                    person, any display
    house   GET  /api/v1/notices                               person
    house   GET  /api/v1/openapi.json                          person
    house   GET  /api/v1/parcels                               person
    house   POST /api/v1/parcels                               person
    house   GET  /api/v1/parcels/:id                           person
    house   POST /api/v1/parcels/:id/describe                  person
    house   POST /api/v1/parcels/:id/merge                     person
    house   POST /api/v1/parcels/:id/not-mine                  person
    house   GET  /api/v1/parcels/:id/pictures/:hash            person
    house   POST /api/v1/parcels/:id/split                     person
    house   GET  /api/v1/parcels/:id/timeline                  person
    house   GET  /api/v1/parcels/:id/truth                     person
    house   POST /api/v1/parcels/:id/truth                     person
    house   POST /api/v1/parcels/:id/undo                      person
    house   POST /api/v1/passes/:id/revoke                     person
    house   GET  /api/v1/people                                person
    house   POST /api/v1/people/:id/remove                     person
    house   POST /api/v1/people/:id/stay                       person
    house   POST /api/v1/people/invite                         person
    house   GET  /api/v1/pins                                  person
    house   POST /api/v1/pins                                  person
    house   POST /api/v1/pins/:id/revoke                       person
    house   GET  /api/v1/rings                                 person
    house   GET  /api/v1/rings/:id/film/:camera/:segment       person
    house   GET  /api/v1/rules                                 person
    house   POST /api/v1/rules                                 person
    house   POST /api/v1/rules/rehearsal                       person
    house   POST /api/v1/rules/stop                            person
    house   GET  /api/v1/sessions                              person
    house   GET  /api/v1/sessions/:id                          person
    house   POST /api/v1/sessions/:id/abort                    person
    house   POST /api/v1/sessions/:id/approve                  person
    house   POST /api/v1/sessions/:id/deny                     person
    house   GET  /api/v1/sessions/:id/evidence                 person
    house   GET  /api/v1/sessions/:id/film/:camera/:segment    person
    house   POST /api/v1/sessions/:id/pass                     person
    house   GET  /api/v1/sessions/:id/photo                    person
    house   POST /api/v1/sessions/:id/take-over                person
    house   GET  /api/v1/sessions/:id/trace                    person
    house   POST /api/v1/sign-in                               anyone
    house   POST /api/v1/sign-out                              person
    house   GET  /api/v1/sources                               person
    house   POST /api/v1/sources/:id/key                       person
    house   POST /api/v1/sources/:id/key/forget                person
    house   POST /api/v1/sources/:id/secret                    person
    house   POST /api/v1/sources/:id/test                      person
    house   GET  /api/v1/wall                                  person, display inside
    house   GET  /api/v1/webhooks                              person
    house   POST /api/v1/webhooks                              person
    house   POST /api/v1/webhooks/:id/resume                   person
    house   POST /api/v1/webhooks/:id/revoke                   person
    house   POST /api/v1/webhooks/:id/rotate                   person
    house   POST /api/v1/webhooks/:id/test                     person
    house   GET  /api/v1/week                                  person
    house   GET  /assets/:file                                 anyone
    street  GET  /c/:pass                                      anyone
    street  POST /c/:pass/arrive                               anyone
    street  GET  /c/:pass/events                               anyone
    house   GET  /calendar/:secret.ics                         anyone
    house   GET  /certificate                                  anyone
    house   GET  /certificate/portico-house.crt                anyone
    street  GET  /courier.js                                   anyone
    street  GET  /d/:door                                      anyone
    street  POST /d/:door                                      anyone
    house   GET  /display                                      anyone
    house   GET  /docs                                         person
    house   GET  /docs/json                                    person
    street  GET  /healthz                                      anyone
    street  POST /hooks/easypost                               anyone
    street  GET  /hooks/here                                   anyone
    house   GET  /icon.svg                                     anyone
    house   GET  /label-worker.js                              anyone
    house   GET  /manifest.webmanifest                         anyone
    house   GET  /metrics                                      person
    house   GET  /readyz                                       anyone
    house   GET  /service-worker.js                            anyone
    house   GET  /sign-in                                      anyone
    house   GET  /street                                       anyone
    house   GET  /talk-worklet.js                              anyone
    house   GET  /verify                                       anyone
    house   POST /virtual/:act                                 anyone
    house   GET  /virtual/doors                                anyone
    house   GET  /virtual/play                                 anyone
    house   POST /virtual/play                                 anyone
    house   GET  /virtual/world                                anyone
    house   GET  /whep/:camera                                 person, display inside
    house   POST /whep/:camera                                 person, display inside
    house   GET  /whep/:camera/:session                        person, display inside
    house   PATCH /whep/:camera/:session                        person, display inside
    house   DELETE /whep/:camera/:session                        person, display inside
    house   GET  /ws/events                                    person
    house   GET  /ws/listen/:camera                            person, display inside
    house   GET  /ws/live/:camera                              person, display inside
    house   GET  /ws/talk/:camera                              person, display inside
    "
  `)
})

test('T14: the street answers everything that is not on its list alike, whoever asks', async () => {
  const nothing = await hub.street('GET /nothing-at-all')
  expect([nothing.status, nothing.body]).toEqual([
    404,
    { code: 'HUB_HTTP_NOT_FOUND', message: 'nothing is here' },
  ])
  const alike = { ...nothing.headers, date: '' }
  const { cookie } = await hub.owner()
  const token = await hub.token(...scopes)
  const closed = [
    ...house.filter((route) => !street.includes(route)),
    'GET /socket.io/?EIO=4&transport=polling',
    'GET /metrics',
    'GET /hooks/ups',
    'POST /hooks/ups',
    'GET /hooks/easypost',
    'POST /c/x',
    'GET /D/front',
    'GET //healthz',
    'GET /healthz/',
    'GET /api/../healthz',
  ]
  for (const route of closed)
    for (const headers of [{}, { cookie, origin: hub.streetUrl }, token]) {
      const answer = await hub.street(route.replaceAll(/:[a-z]+/g, 'front'), { headers })
      expect([answer.status, answer.bytes.toString()], route).toEqual([404, nothing.bytes.toString()])
      expect({ ...answer.headers, date: '' }, route).toEqual(alike)
    }
})

test('no route answers to a method that it does not name', async () => {
  const paths = [...new Set(house.map((route) => route.split(' ')[1] ?? ''))]
  for (const path of paths)
    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND']) {
      if (house.includes(`${method} ${path}`)) continue
      const { status } = await hub.ask(`${method} ${path.replaceAll(/:[a-z]+/g, 'front')}`)
      expect([method, path, status]).toEqual([method, path, 404])
    }
})

test('a method that is no method at all, and a request that is none, are answered and cut off', async () => {
  const answer = await hub.ask('BREW /healthz')
  expect([answer.status, answer.body.code, answer.headers.connection]).toEqual([
    400,
    'HUB_HTTP_BODY',
    'close',
  ])
})

test('the description lists every route of the house but itself and the sockets', async () => {
  const { body } = await hub.ask('GET /docs/json', { headers: await hub.token('read') })
  const described = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll(/\{([a-z]+)\}/g, ':$1')}`,
    ),
  )
  expect(described.filter((route) => !house.includes(route))).toEqual([])
  expect(house.filter((route) => !described.includes(route))).toMatchInlineSnapshot(`
    [
      "GET /api/v1/asyncapi.json",
      "GET /api/v1/openapi.json",
      "GET /docs",
      "GET /docs/json",
      "GET /ws/events",
      "GET /ws/listen/:camera",
      "GET /ws/live/:camera",
      "GET /ws/talk/:camera",
    ]
  `)
})

test('nobody is told why the house is not ready, and whoever is known is', async () => {
  hub.readiness = { ready: false, reasons: ['camera hall has given no picture'], degraded: [] }
  const stranger = await hub.ask('GET /readyz')
  expect([stranger.status, stranger.body]).toEqual([503, { ready: false }])
  const known = await hub.ask('GET /readyz', { headers: await hub.token('presence') })
  expect(known.body).toEqual({
    ready: false,
    reasons: ['camera hall has given no picture'],
    degraded: [],
  })
  hub.readiness = { ready: true, reasons: [], degraded: ['plugin x does not serve'] }
  expect((await hub.ask('GET /readyz', { headers: { authorization: 'Bearer wrong' } })).body).toEqual({
    ready: true,
  })
})

test('T15: a real home has no hands in its house, and without a street there is one listener', async () => {
  await using real = await TestHub.open({ virtual: null, street: false })
  const routes = await routesOf(real.hub, 'house')
  expect(house.filter((route) => !routes.includes(route))).toEqual([
    'GET /street',
    'POST /virtual/:act',
    'GET /virtual/doors',
    'GET /virtual/play',
    'POST /virtual/play',
    'GET /virtual/world',
  ])
  const headers = await real.owner()
  expect((await real.ask('POST /virtual/open', { headers, body: { on: 'front' } })).status).toBe(404)
  expect(real.streetUrl).toBe('')
  // Couriers and carriers then come through the house.
  expect((await real.ask('POST /hooks/easypost', real.signedHook('in-transit'))).status).toBe(200)
})
