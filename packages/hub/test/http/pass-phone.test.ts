// Goal: T3 at the pages. A pass belongs to the phone that proved presence with it: a link that was shared or stolen shows
// nothing and opens nothing from then on, and only presence binds. Owners take passes back.
import { wordsOf } from '@portico/web/courier'
import { expect, test } from 'vitest'
import { code, cookiesOf, form, knock, look, passIn, stateOf, textOf } from '../support/courier-browser.ts'
import { EventStream } from '../support/event-stream.ts'
import { NUMBER, TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const words = wordsOf('en')

interface Phone {
  readonly cookie: string
}

/** A phone that opened the link of this pass. */
async function phoneAt(hub: TestHub, path: string): Promise<Phone> {
  const { cookie = '' } = cookiesOf(await look(hub, path))
  expect(cookie).toMatch(/courier-phone=[\w-]{22}/)
  return { cookie }
}

/** "I am at the door", and the state of the page that this phone sees then. */
const arrive = async (hub: TestHub, path: string, phone: Partial<Phone>): Promise<string | undefined> => {
  const answer = await hub.street(`POST ${path}/arrive`, form(hub, { code: code(hub) }, { ...phone }))
  return stateOf(answer.status === 303 ? await look(hub, path, { ...phone }) : answer)
}

test('two phones open one link; the first to prove presence has it, the other hears D', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const path = `/c/${await hub.begin()}`
  const [driver, thief] = [await phoneAt(hub, path), await phoneAt(hub, path)]
  expect(driver.cookie).not.toBe(thief.cookie)
  // Crawlers and both phones looked; nothing is bound, and neither is by a code that is none.
  await hub.street(`POST ${path}/arrive`, form(hub, { code: 'photographed' }, { ...thief }))
  expect(await arrive(hub, path, driver)).toBe('wait')
  expect([
    stateOf(await look(hub, path, { ...driver })),
    stateOf(await look(hub, path, { ...thief })),
  ]).toEqual(['wait', 'ended'])
  const stranger = textOf(await look(hub, path))
  for (const part of words.D.split('. ')) expect(stranger).toContain(part)
  expect((await hub.street(`GET ${path}`)).body).toMatchObject({ state: 'ended', letter: 'D', leftMs: null })
  expect(await arrive(hub, path, thief)).toBe('ended')
  await hub.pass(61)
  expect(hub.phase).toBe('armed')
  for (const phone of [thief, {}]) expect(await arrive(hub, path, phone)).toBe('ended')
  expect((await hub.street(`POST ${path}/arrive`, { body: { code: code(hub) } })).body).toMatchObject({
    letter: 'D',
  })
  expect(await arrive(hub, path, driver)).toBe('wait')
})

test('the owner can read that another phone came with the pass', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const path = `/c/${await hub.begin()}`
  const [driver, thief] = [await phoneAt(hub, path), await phoneAt(hub, path)]
  await arrive(hub, path, driver)
  await arrive(hub, path, thief)
  await until('the notice', () => hub.notices('pass-refused').length > 0)
  expect(hub.notices('pass-refused')).toMatchObject([
    { why: 'PASS_OTHER_PHONE', pass: expect.stringMatching(/^k_/) },
  ])
})

test('the stream of another phone is told nothing of how it goes on', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const path = `/c/${await hub.begin()}`
  const driver = await phoneAt(hub, path)
  using own = await EventStream.open(`${hub.streetUrl}${path}/events`, { ...driver })
  using other = await EventStream.open(`${hub.streetUrl}${path}/events`)
  await until('both are told', () => own.told.length > 0 && other.told.length > 0)
  await arrive(hub, path, driver)
  await until('what comes', () => own.told.length > 1 && other.told.length > 1)
  const states = (stream: EventStream): unknown[] => stream.told.map(({ state }) => state)
  expect([states(own), states(other)]).toEqual([
    ['welcome', 'wait'],
    ['welcome', 'ended'],
  ])
})

test('whoever was refused and scans again has the pass at hand, with the phone it belongs to', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const begun = await knock(hub)
  const path = begun.headers.location ?? ''
  const phone = cookiesOf(begun)
  expect(await arrive(hub, path, { cookie: phone.cookie ?? '' })).toBe('wait')
  await hub.pass(61)
  const again = await look(hub, `/d/front?t=${code(hub)}`, phone)
  expect(textOf(again)).toContain(`action="/c/${passIn(begun)}/arrive"`)
  // Without what the phone keeps it is a stranger's: asked for its label like everybody.
  const bare = await look(hub, `/d/front?t=${code(hub)}`, { cookie: `courier-pass=${passIn(begun)}` })
  expect(textOf(bare)).toContain('name="label"')
})

test('a phone keeps another secret for each pass', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const [one, two] = [`/c/${await hub.begin()}`, `/c/${await hub.begin()}`]
  const [first, second] = [await phoneAt(hub, one), await phoneAt(hub, two)]
  const secretOf = ({ cookie }: Phone): string | undefined => /courier-phone=([\w-]{22})/.exec(cookie)?.[1]
  expect(secretOf(first)).not.toBe(secretOf(second))
})

test('an owner takes a pass back: only a person may, and the courier hears the place', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  await hub.armed()
  const pass = await hub.begin()
  const { body: visit } = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
  const [known] = visit.passes
  expect(known).toMatchObject({ state: 'minted', bound: false })
  expect(JSON.stringify(visit)).not.toContain(pass)
  const revoke = `POST /api/v1/passes/${known.id}/revoke`
  expect((await hub.ask(revoke, { headers: await hub.token('pass') })).status).toBe(403)
  expect((await hub.ask(revoke, { headers })).body).toEqual({ ok: true })
  expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({
    state: 'ended',
    letter: 'A',
    place: 'porch',
  })
  expect((await hub.arrive(pass)).body).toMatchObject({ code: 'REFUSED', letter: 'A' })
  const after = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
  expect(after.body.passes).toMatchObject([{ state: 'revoked' }])
  expect((await hub.ask('POST /api/v1/passes/k_none/revoke', { headers })).status).toBe(404)
})

test('a pass that has opened is not taken back any more', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  await hub.armed()
  await hub.arrive(await hub.begin(NUMBER))
  await hub.approve(headers)
  await hub.pass(3)
  const { body: visit } = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
  const answer = await hub.ask(`POST /api/v1/passes/${visit.passes[0].id}/revoke`, { headers })
  expect([answer.status, answer.body.code]).toEqual([409, 'PASS_USED'])
})
